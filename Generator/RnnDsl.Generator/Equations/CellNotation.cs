using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations;

/// <summary>What the equations of a cell call its input, its output and the time.</summary>
/// <param name="Input">x, unless the cell has <c>Input</c>; the first of several inputs.</param>
/// <param name="Output">h, unless the cell has <c>Output</c>.</param>
/// <param name="Time">t, unless the cell has <c>Time</c>.</param>
internal sealed record CellNotation(CellName Input, CellName Output, char Time)
{
    /// <summary>Whether values are columns or rows.</summary>
    public VectorConvention Vectors { get; init; }

    /// <summary>The keys of the parameters that are one number.</summary>
    public IReadOnlyCollection<string> Scalars { get; init; } = [];

    /// <summary>The parts of the input, in their order; empty for a cell with one input.</summary>
    public IReadOnlyList<StateSize> Inputs { get; init; } = [];

    /// <summary>The names of the input or of its parts.</summary>
    public IEnumerable<CellName> InputNames => Inputs.Count == 0 ? [Input] : Inputs.Select(part => part.Name);

    public bool IsInput(string key) => InputNames.Any(name => name.Key == key);

    public static CellNotation Default { get; } = new(new CellName("x", "x"), new CellName("h", "h"), 't');
}
