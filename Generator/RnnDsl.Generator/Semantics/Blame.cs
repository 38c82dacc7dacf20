namespace RnnDsl.Generator.Semantics;

/// <summary>What a finding points at. It names the thing, never a position, so that it does not change when the file moves.</summary>
/// <param name="Target">The kind of thing.</param>
/// <param name="Index">Which layer or container, where there are several.</param>
/// <param name="Argument">The attribute's argument by the name of its property, or null for the whole.</param>
internal sealed record Blame(BlameTarget Target, int Index = 0, string? Argument = null)
{
    /// <summary>The class's name.</summary>
    public static readonly Blame Type = new(BlameTarget.Type);

    /// <summary>A layer's attribute, or one argument of it.</summary>
    public static Blame Layer(int index, string? argument = null) => new(BlameTarget.Layer, index, argument);
}

internal enum BlameTarget
{
    Type,
    Container,
    Model,
    Layer,
}
