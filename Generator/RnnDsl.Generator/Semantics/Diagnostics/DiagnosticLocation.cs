using RnnDsl.Generator.Equations;

namespace RnnDsl.Generator.Semantics;

/// <summary>The symbolic location of a diagnostic, without a position, so that it does not change when the file does.</summary>
/// <param name="Kind">The kind of location.</param>
/// <param name="Index">The index of the layer, container or constructor.</param>
/// <param name="Argument">The attribute's argument by the name of its property, or null for the whole attribute; or the name of a member.</param>
internal sealed record DiagnosticLocation(DiagnosticLocationKind Kind, int Index = 0, string? Argument = null)
{
    /// <summary>A range of characters in the text of a cell's equations.</summary>
    public Span? Characters { get; init; }

    /// <summary>The class's name.</summary>
    public static readonly DiagnosticLocation Type = new(DiagnosticLocationKind.Type);

    /// <summary>The model's attribute, or one argument of it.</summary>
    public static DiagnosticLocation Model(string? argument = null) => new(DiagnosticLocationKind.Model, 0, argument);

    /// <summary>An enclosing type, counted from the outermost.</summary>
    public static DiagnosticLocation Container(int index) => new(DiagnosticLocationKind.Container, index);

    /// <summary>A hand-written member.</summary>
    public static DiagnosticLocation Member(string name) => new(DiagnosticLocationKind.Member, 0, name);

    /// <summary>A hand-written constructor.</summary>
    public static DiagnosticLocation Constructor(int index) => new(DiagnosticLocationKind.Constructor, index);

    /// <summary>The <c>[EncoderDecoder]</c> attribute, or one of its arguments.</summary>
    public static DiagnosticLocation EncoderDecoder(string? argument = null) => new(DiagnosticLocationKind.EncoderDecoder, 0, argument);

    /// <summary>The <c>[Cell]</c> attribute, or one of its arguments.</summary>
    public static DiagnosticLocation Cell(string? argument = null) => new(DiagnosticLocationKind.Cell, 0, argument);

    /// <summary>A range of a cell's equations.</summary>
    public static DiagnosticLocation Equations(Span characters) => new(DiagnosticLocationKind.Cell, 0, "Equations") { Characters = characters };

    /// <summary>A <c>[CellParameter]</c> attribute, or one of its arguments.</summary>
    public static DiagnosticLocation CellParameter(int index, string? argument = null) => new(DiagnosticLocationKind.CellParameter, index, argument);

    /// <summary>A layer's attribute, or one of its arguments.</summary>
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
