namespace RnnDsl;

/// <summary>One layer of a model. The layers of a class are applied from top to bottom.</summary>
/// <remarks>
/// A size is an integer, or a text that names a constructor parameter of the generated class:
/// <c>"vocabSize"</c> (required) or <c>"hidden = 256"</c> (optional, with its default).
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The layer's key in the state_dict; in Pascal case the name of its property.
    /// Default: the kind of the layer, <c>lstm</c>, then <c>lstm2</c>.
    /// </summary>
    public string? Name { get; set; }
}
