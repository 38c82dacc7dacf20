using RnnDsl.Generator.Equations;

namespace RnnDsl.Generator.Semantics;

/// <summary>What a diagnostic points at. It names the thing, never a position, so that it does not change when the file moves.</summary>
/// <param name="Kind">The kind of thing.</param>
/// <param name="Index">Which layer, container or constructor, where there are several.</param>
/// <param name="Argument">The attribute's argument by the name of its property, or null for the whole; the name of a member.</param>
internal sealed record DiagnosticLocation(DiagnosticLocationKind Kind, int Index = 0, string? Argument = null)
{
    /// <summary>Some of the characters of a cell's equations, counted in their text.</summary>
    public Span? Characters { get; init; }

    /// <summary>The class's name.</summary>
    public static readonly DiagnosticLocation Type = new(DiagnosticLocationKind.Type);

    /// <summary>The model's attribute, or one argument of it.</summary>
    public static DiagnosticLocation Model(string? argument = null) => new(DiagnosticLocationKind.Model, 0, argument);

    /// <summary>A type around the class, counted from the outside.</summary>
    public static DiagnosticLocation Container(int index) => new(DiagnosticLocationKind.Container, index);

    /// <summary>A member written by hand.</summary>
    public static DiagnosticLocation Member(string name) => new(DiagnosticLocationKind.Member, 0, name);

    /// <summary>A constructor written by hand.</summary>
    public static DiagnosticLocation Constructor(int index) => new(DiagnosticLocationKind.Constructor, index);

    /// <summary>The attribute that names an encoder and a decoder, or one argument of it.</summary>
    public static DiagnosticLocation EncoderDecoder(string? argument = null) => new(DiagnosticLocationKind.EncoderDecoder, 0, argument);

    /// <summary>A cell's attribute, or one argument of it.</summary>
    public static DiagnosticLocation Cell(string? argument = null) => new(DiagnosticLocationKind.Cell, 0, argument);

    /// <summary>Some of a cell's equations.</summary>
    public static DiagnosticLocation Equations(Span characters) => new(DiagnosticLocationKind.Cell, 0, "Equations") { Characters = characters };

    /// <summary>The attribute of a cell's parameter, or one argument of it.</summary>
    public static DiagnosticLocation CellParameter(int index, string? argument = null) => new(DiagnosticLocationKind.CellParameter, index, argument);

    /// <summary>A layer's attribute, or one argument of it.</summary>
    public static DiagnosticLocation Layer(int index, string? argument = null) => new(DiagnosticLocationKind.Layer, index, argument);
}

internal enum DiagnosticLocationKind
{
    Type,
    Container,
    Model,
    Layer,
    Member,
    Constructor,
    Cell,
    CellParameter,
    EncoderDecoder,
}
