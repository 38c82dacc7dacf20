using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A layer attribute as written, before any check: all that the compiler's stages ask of it.</summary>
/// <param name="Attribute">The attribute's name without its suffix, as messages print it.</param>
/// <param name="Name">The layer's name, if given.</param>
internal abstract record LayerDeclaration(string Attribute, string? Name)
{
    /// <summary>Whether it declares a recurrent layer.</summary>
    public virtual bool IsRecurrent => false;

    /// <summary>The size arguments in their order.</summary>
    public abstract IEnumerable<SizeOfLayer> Sizes { get; }

    /// <summary>The reason why a decoder, which has one step at a time, cannot have the layer; null if it can.</summary>
    public abstract LookAhead? LooksAhead { get; }

    /// <summary>Checks the arguments, except sizes.</summary>
    public abstract void Check(ILayerChecks checks);

    /// <summary>Adds the bound layer to the flow of shapes, and reports input that it cannot read.</summary>
    /// <param name="flow">The layers above.</param>
    /// <param name="input">The input shape.</param>
    /// <returns>The output shape.</returns>
    public abstract Shape Bind(ILayerFlow flow, Shape input);
}

/// <summary>An input layer.</summary>
internal abstract record InputDeclaration(string Attribute, string? Name)
    : LayerDeclaration(Attribute, Name);

/// <summary>A layer that reads images.</summary>
internal abstract record ImageLayerDeclaration(string Attribute, string? Name)
    : LayerDeclaration(Attribute, Name)
{
    /// <summary>An image in a decoder is reported at the input.</summary>
    public sealed override LookAhead? LooksAhead => null;
}

/// <summary>The reason why a layer needs more than one step.</summary>
/// <param name="Argument">The argument that causes it; null for the layer as a whole.</param>
/// <param name="Why">The reason, as messages print it behind the name of the layer.</param>
/// <param name="Advice">The change that a message recommends.</param>
internal sealed record LookAhead(string? Argument, string Why, string Advice)
{
    /// <summary>The end of a reason.</summary>
    public const string NoLaterSteps = ", and a decoder has no later steps yet";

    public const string Remove = "Remove it; an encoder may have it.";

    /// <summary>The reason of a window over time; null for one of a single step.</summary>
    public static LookAhead? OfWindow(int kernel, int stride, string advice, string strideAdvice = "Remove Stride; an encoder may have it.") =>
        kernel > 1 ? new("Kernel", "reads several steps at once, and a decoder has one at a time", advice)
        : stride > 1 ? new("Stride", "skips steps, and a decoder generates every one", strideAdvice)
        : null;

    /// <summary>The reason why a model with a window over time has no single step; null for a window of one step at every step.</summary>
    public static string? WhyNoStep(string key, Window window) => window.IsPointwise ? null : $"'{key}' {(window.Kernel > 1 ? "reads several steps at once" : "skips steps")}";
}
