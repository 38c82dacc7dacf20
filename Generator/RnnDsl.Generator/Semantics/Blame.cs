using RnnDsl.Generator.Equations;

namespace RnnDsl.Generator.Semantics;

/// <summary>What a finding points at. It names the thing, never a position, so that it does not change when the file moves.</summary>
/// <param name="Target">The kind of thing.</param>
/// <param name="Index">Which layer, container or constructor, where there are several.</param>
/// <param name="Argument">The attribute's argument by the name of its property, or null for the whole; the name of a member.</param>
internal sealed record Blame(BlameTarget Target, int Index = 0, string? Argument = null)
{
    /// <summary>Some of the characters of a cell's equations, counted in their text.</summary>
    public Span? Characters { get; init; }

    /// <summary>The class's name.</summary>
    public static readonly Blame Type = new(BlameTarget.Type);

    /// <summary>The model's attribute, or one argument of it.</summary>
    public static Blame Model(string? argument = null) => new(BlameTarget.Model, 0, argument);

    /// <summary>A type around the class, counted from the outside.</summary>
    public static Blame Container(int index) => new(BlameTarget.Container, index);

    /// <summary>A member written by hand.</summary>
    public static Blame Member(string name) => new(BlameTarget.Member, 0, name);

    /// <summary>A constructor written by hand.</summary>
    public static Blame Constructor(int index) => new(BlameTarget.Constructor, index);

    /// <summary>The attribute that names an encoder and a decoder, or one argument of it.</summary>
    public static Blame Pair(string? argument = null) => new(BlameTarget.Pair, 0, argument);

    /// <summary>A cell's attribute, or one argument of it.</summary>
    public static Blame Cell(string? argument = null) => new(BlameTarget.Cell, 0, argument);

    /// <summary>Some of a cell's equations.</summary>
    public static Blame Equations(Span characters) => new(BlameTarget.Cell, 0, "Equations") { Characters = characters };

    /// <summary>The attribute of a cell's parameter, or one argument of it.</summary>
    public static Blame CellParameter(int index, string? argument = null) => new(BlameTarget.CellParameter, index, argument);

    /// <summary>A layer's attribute, or one argument of it.</summary>
    public static Blame Layer(int index, string? argument = null) => new(BlameTarget.Layer, index, argument);
}

internal enum BlameTarget
{
    Type,
    Container,
    Model,
    Layer,
    Member,
    Constructor,
    Cell,
    CellParameter,
    Pair,
}
