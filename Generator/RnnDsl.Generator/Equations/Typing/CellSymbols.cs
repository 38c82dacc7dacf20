namespace RnnDsl.Generator.Equations.Typing;

/// <summary>What is carried from step to step.</summary>
internal sealed class CellStateSymbol(CellName name, LengthTerm term)
{
    public CellName Name => name;

    public LengthTerm Term => term;

    public CellLength Length => Term.Length!;

    /// <summary>Its value after a step.</summary>
    public CellValue? Next { get; set; }
}

/// <summary>What is learned: a matrix, or a vector.</summary>
internal sealed class CellParameter(CellName name, bool isMatrix, Span span)
{
    public CellName Name => name;

    public bool IsMatrix => isMatrix;

    /// <summary>Where it is read first.</summary>
    public Span Span => span;

    /// <summary>How long a vector is, and how many rows a matrix has.</summary>
    public LengthTerm Rows { get; } = LengthTerm.Unknown();

    /// <summary>How many columns a matrix has.</summary>
    public LengthTerm Columns { get; } = LengthTerm.Unknown();

    /// <summary>Whether it multiplies what is normalised: such a vector begins at 1.</summary>
    public bool IsGain { get; set; }
}

/// <summary>An equation and the value it names.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">What it is.</param>
/// <param name="Text">The whole equation, printed.</param>
/// <param name="Span">Where the name stands.</param>
internal sealed record CellDefinition(CellName Name, CellValue Value, string Text, Span Span);
