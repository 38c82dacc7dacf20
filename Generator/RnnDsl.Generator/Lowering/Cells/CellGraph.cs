namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>One time step of a cell as a graph of values: what the loop, its derivative and the single step are printed from.</summary>
/// <param name="Nodes">Every value, operands before what is made of them.</param>
/// <param name="Projected">The input's products.</param>
/// <param name="States">What is carried from step to step; the first is the cell's output.</param>
/// <param name="Weights">The weights that the step itself reads.</param>
/// <param name="Masks">What is given for every step.</param>
internal sealed record CellGraph(
    IReadOnlyList<CellNode> Nodes,
    ProjectedNode Projected,
    IReadOnlyList<CellState> States,
    IReadOnlyList<CellWeight> Weights,
    IReadOnlyList<MaskNode> Masks)
{
    /// <summary>The nodes that read a node.</summary>
    public IEnumerable<CellNode> ReadersOf(CellNode node) => Nodes.Where(reader => reader.Operands.Contains(node));

    /// <summary>The state a node is the next value of.</summary>
    public CellState? StateOf(CellNode node) => States.FirstOrDefault(state => state.Next == node);
}

/// <summary>A state of a cell.</summary>
internal sealed class CellState(string name, string symbol, bool isProjected)
{
    private CellNode? _next;

    public string Name => name;

    public string Symbol => symbol;

    /// <summary>Whether it has the length of the projection rather than of the hidden state.</summary>
    public bool IsProjected => isProjected;

    /// <summary>Its value after the step.</summary>
    public CellNode Next
    {
        get => _next ?? throw new InvalidOperationException($"The state '{name}' is never updated.");
        set => _next = value;
    }
}

/// <summary>A weight that the step reads.</summary>
/// <param name="Property">The property of the runtime's set of weights that holds it: Hidden.</param>
/// <param name="Local">What emitted code calls it.</param>
/// <param name="IsMatrix">Whether products are taken with it.</param>
/// <param name="Blocks">How many times the hidden size it is long, for a matrix its rows; 0 for the projection's size.</param>
/// <param name="Symbol">How the equations write it.</param>
internal sealed record CellWeight(string Property, string Local, bool IsMatrix, int Blocks, string Symbol);
