namespace RnnDsl;

/// <summary>One layer of a model. Read from top to bottom, the layers of a class are its data flow.</summary>
/// <remarks>
/// A size is a number, or a text that names a constructor parameter of the generated class:
/// <c>"vocabSize"</c> (required) or <c>"hidden = 256"</c> (optional, with its default).
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The layer's key in the state_dict; in Pascal case it names the layer's property.
    /// Without it the layer is named after its kind: <c>lstm</c>, then <c>lstm2</c>.
    /// </summary>
    public string? Name { get; set; }
}
