using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>The flow of shapes through the layers of a model, at the layer that is being bound.</summary>
internal interface ILayerFlow
{
    /// <summary>The name of the layer.</summary>
    string Key { get; }

    /// <summary>The name of a layer by its index in the declaration.</summary>
    string KeyOf(int index);

    /// <summary>The index of the layer in the declaration.</summary>
    int Index { get; }

    /// <summary>The class of the model.</summary>
    string Model { get; }

    bool IsDecoder { get; }

    /// <summary>The positions of the parts of a decoder.</summary>
    DecoderOutline Outline { get; }

    /// <summary>The number of features of a token at its first use.</summary>
    Polynomial Token { get; }

    /// <summary>All declared layers.</summary>
    EquatableArray<LayerDeclaration> Declared { get; }

    /// <summary>The bound layers above.</summary>
    IReadOnlyList<BoundLayer> Above { get; }

    /// <summary>The layer above that reduced the sequence to one vector; null if there is none.</summary>
    BoundLayer? SequenceReduction { get; }

    /// <summary>The value of a size.</summary>
    Polynomial this[SizeArgument size] { get; }

    /// <summary>Whether a size could not be read and is replaced by 1.</summary>
    bool HasUnreadSizes { get; }

    /// <summary>The value of a size with all defaults; null if it is not known.</summary>
    long? Known(Polynomial size);

    /// <summary>A size as messages print it, with its value by default.</summary>
    string Print(Polynomial size);

    /// <summary>A recurrence with its user-defined cell; unchanged if the cell has errors, which are reported.</summary>
    RecurrenceOperation WithCell(RecurrenceOperation recurrence, RecurrentDeclaration declaration);

    /// <summary>Whether the number of features is 1, as far as sizes could be read.</summary>
    bool IsOne(Polynomial features);

    /// <summary>The features of an input. An image has none: it is reported, and the shapes continue along its rows.</summary>
    /// <param name="input">The input.</param>
    /// <param name="consumer">The layer, as messages print it.</param>
    Shape Flattened(Shape input, string consumer);

    /// <summary>An input that is a sequence; one vector is reported.</summary>
    SequenceShape SequenceOf(Shape input);

    /// <summary>An input that is an image; anything else is reported, and the result is null.</summary>
    /// <param name="input">The input.</param>
    /// <param name="instead">What to do where there is no image, as messages print it.</param>
    ImageShape? ImageOf(Shape input, string instead);

    /// <summary>The number of steps after a window over time. A window that is too wide is reported.</summary>
    /// <param name="input">The input.</param>
    /// <param name="window">The window.</param>
    /// <param name="argument">The argument with the size of the window.</param>
    /// <param name="advice">The change that a message recommends, by the number of steps.</param>
    TimeExtent Over(SequenceShape input, Window window, string argument, Func<long, string> advice);

    /// <summary>An image after a square window. A window that is too wide is reported.</summary>
    ImageShape Over(ImageShape input, Window window, string argument, Func<long, string> advice);

    /// <summary>Adds the bound layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="time">The number of steps after the layer, if it changes.</param>
    /// <returns>The output shape.</returns>
    Shape Add(Layer layer, TimeExtent? time = null);

    /// <summary>Adds a diagnostic at an argument of the layer, or at the layer.</summary>
    void Report(Rule rule, string? argument, params string[] texts);

    /// <summary>Adds a diagnostic at another layer.</summary>
    void ReportAt(Rule rule, BoundLayer layer, params string[] texts);
}
