using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>A layer with its names and shapes.</summary>
/// <param name="Key">Its name, and its key in the state_dict.</param>
/// <param name="Input">The input shape.</param>
/// <param name="Output">The output shape.</param>
/// <param name="ParameterCount">The number of parameters.</param>
internal abstract record Layer(string Key, Shape Input, Shape Output, Polynomial ParameterCount)
{
    /// <summary>The property of the layer.</summary>
    public string Property => Identifiers.ToPascalCase(Key);

    /// <summary>How plans refer to it.</summary>
    public LayerReference Reference => new(Key, Property, Input);

    /// <summary>The name of its attribute, or of its user-defined cell.</summary>
    public abstract string TypeName { get; }

    /// <summary>The operations that compute it, in their order.</summary>
    public abstract IEnumerable<Operation> Operations { get; }

    /// <summary>Whether the layer has a state that runs over the steps.</summary>
    public virtual bool IsRecurrent => false;

    /// <summary>The reason why a model with the layer has no single step, as the remarks print it; null if it has one.</summary>
    public abstract string? WhyNoStep { get; }
}

/// <summary>A layer without a state: all that the compiler's stages ask of it.</summary>
internal abstract record StatelessLayer(string Key, Shape Input, Shape Output, Polynomial ParameterCount)
    : Layer(Key, Input, Output, ParameterCount)
{
    /// <summary>The name of the attribute.</summary>
    public sealed override string TypeName
    {
        get
        {
            const string suffix = nameof(Layer);
            var name = GetType().Name;
            return name.Substring(0, name.Length - suffix.Length);
        }
    }

    /// <summary>The note in the layer table.</summary>
    public abstract string Note { get; }

    /// <summary>The documentation of the property with the layer's module; null if there is none. A name in backquotes is code.</summary>
    public abstract string? Summary { get; }

    /// <summary>The method that returns attention weights; null if there is none.</summary>
    public virtual string? WeightsMethod => null;

    /// <summary>The sizes that methods read.</summary>
    public virtual IEnumerable<Polynomial> StoredSizes => [];

    /// <summary>The function that bounds the output; null if it is not bounded.</summary>
    public virtual ActivationFunction? Bounds => null;

    /// <summary>The members that the layer adds to the generated class.</summary>
    public IEnumerable<string> Members
    {
        get
        {
            if (Summary is not null)
            {
                yield return Property;
            }

            if (WeightsMethod is { } method)
            {
                yield return method;
            }
        }
    }
}

/// <summary>A layer and the index of its attribute.</summary>
internal sealed record BoundLayer(int Index, Layer Layer);
