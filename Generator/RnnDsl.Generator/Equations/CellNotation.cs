namespace RnnDsl.Generator.Equations;

/// <summary>What the equations of a cell call its input, its output and the time.</summary>
/// <param name="Input">x, unless the cell has <c>Input</c>.</param>
/// <param name="Output">h, unless the cell has <c>Output</c>.</param>
/// <param name="Time">t, unless the cell has <c>Time</c>.</param>
internal sealed record CellNotation(CellName Input, CellName Output, char Time)
{
    /// <summary>The keys of the parameters that are one number.</summary>
    public IReadOnlyCollection<string> Scalars { get; init; } = [];

    public static CellNotation Default { get; } = new(new CellName("x", "x"), new CellName("h", "h"), 't');
}
