namespace RnnDsl.Generator.Equations.Typing;

/// <summary>A state of a cell.</summary>
internal sealed class CellStateSymbol(CellName name, LengthTerm term)
{
    public CellName Name => name;

    public LengthTerm Term => term;

    /// <summary>Whether it is one number, and read as one: it has one element.</summary>
    public bool IsNumber { get; init; }

    public CellLength Length => Term.Length!;
}

/// <summary>A parameter: a matrix, a vector or one number.</summary>
internal sealed class CellParameter(CellName name, bool isMatrix, Span span)
{
    public CellName Name => name;

    public bool IsMatrix => isMatrix;

    /// <summary>Its first use.</summary>
    public Span Span => span;

    /// <summary>Whether it is one number.</summary>
    public bool IsScalar { get; init; }

    /// <summary>The length of a vector, or the number of rows of a matrix.</summary>
    public LengthTerm Rows { get; init; } = LengthTerm.Unknown();

    /// <summary>The number of columns of a matrix.</summary>
    public LengthTerm Columns { get; init; } = LengthTerm.Unknown();

    /// <summary>What a matrix is made of that is no parameter itself; null for a parameter.</summary>
    public CellValue? Formula { get; init; }

    /// <summary>Whether it is the gain of a normalisation, which is initialised to 1.</summary>
    public bool IsGain { get; set; }
}

/// <summary>An equation and its value.</summary>
/// <param name="Name">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="Text">The whole equation, printed.</param>
/// <param name="Span">The span of the name.</param>
internal sealed record CellDefinition(CellName Name, CellValue Value, string Text, Span Span)
{
    /// <summary>How other equations write it.</summary>
    public string Symbol { get; init; } = Name.At(TimeIndex.Now);

    /// <summary>Its name in code; null for one that is made of the name in the equations.</summary>
    public string? Local { get; init; }
}
