namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>One time step of a cell as a graph of values. The loop over the steps, its derivative and the single step are made of it.</summary>
/// <param name="Nodes">The values, operands first.</param>
/// <param name="Sequences">The differentiable inputs of a step; for a built-in cell the input projection.</param>
/// <param name="States">The states; the first is the cell's output.</param>
/// <param name="Weights">The weights that a step reads.</param>
/// <param name="Masks">The inputs of a step without a gradient.</param>
/// <param name="Sizes">The sizes that the extents of the values are made of.</param>
internal sealed record CellGraph(
    IReadOnlyList<CellNode> Nodes,
    IReadOnlyList<SequenceNode> Sequences,
    IReadOnlyList<CellState> States,
    IReadOnlyList<CellWeight> Weights,
    IReadOnlyList<MaskNode> Masks,
    IReadOnlyList<CellSize> Sizes)
{
    /// <summary>The values of a step up to which a loop is scheduled by rows.</summary>
    public const int MostValuesByRows = 80;

    /// <summary>The attention of the step; null without one.</summary>
    public CellAttention? Attention { get; init; }

    /// <summary>The input projection of a built-in cell; null for a cell of equations.</summary>
    public StoredProjection? Projection { get; init; }

    /// <summary>The parts of the input projection of a cell of equations, side by side.</summary>
    public IReadOnlyList<InputBlock> Blocks { get; init; } = [];

    private readonly Dictionary<CellNode, List<CellNode>> _readers = ReadersByNode(Nodes);

    /// <summary>The same cell with an attention: its query is the first state of the previous step.</summary>
    public CellGraph WithAttention() => this with { Attention = new CellAttention(States[0], Sequences[0]) };

    /// <summary>The nodes with a node among their operands.</summary>
    public IReadOnlyList<CellNode> ReadersOf(CellNode node) => _readers.TryGetValue(node, out var readers) ? readers : [];

    /// <summary>The node of a state of the previous step; null if nothing reads it.</summary>
    public PreviousNode? PreviousOf(CellState state) => Nodes.OfType<PreviousNode>().FirstOrDefault(node => node.State == state);

    /// <summary>The state whose next value a node is; null for others.</summary>
    public CellState? StateOf(CellNode node) => States.FirstOrDefault(state => state.Next == node);

    private static Dictionary<CellNode, List<CellNode>> ReadersByNode(IReadOnlyList<CellNode> nodes)
    {
        var readers = new Dictionary<CellNode, List<CellNode>>();
        foreach (var reader in nodes)
        {
            foreach (var operand in reader.Operands.Distinct())
            {
                if (!readers.TryGetValue(operand, out var list))
                {
                    readers.Add(operand, list = []);
                }

                list.Add(reader);
            }
        }

        return readers;
    }
}

/// <summary>An attention at the beginning of a step.</summary>
/// <param name="Query">The state whose value before the step is the query.</param>
/// <param name="Projection">The input projection, to which the projected context vector is added.</param>
internal sealed record CellAttention(CellState Query, SequenceNode Projection);

/// <summary>A size of a cell, as it is read from the shape of a state or of a sequence.</summary>
/// <param name="Name">Its name.</param>
internal abstract record CellSize(string Name);

/// <summary>The size of a state.</summary>
internal sealed record SizeOfState(string Name, CellState State) : CellSize(Name);

/// <summary>The width of a sequence, or an equal part of it.</summary>
/// <param name="Parts">The number of parts.</param>
internal sealed record SizeOfSequence(string Name, SequenceNode Sequence, int Parts = 1) : CellSize(Name);

/// <summary>A dimension of a weight, without other sizes in it.</summary>
/// <param name="Rest">The other sizes.</param>
/// <param name="Parts">How often it has the size.</param>
internal sealed record SizeOfWeight(string Name, CellWeight Weight, int Dimension, CellExtent Rest, int Parts) : CellSize(Name);

/// <summary>A state of a cell.</summary>
internal sealed class CellState(string name, string symbol, CellExtent extent)
{
    private CellNode? _next;

    public string Name => name;

    public string Symbol => symbol;

    /// <summary>Its width.</summary>
    public CellExtent Extent => extent;

    public bool HasNext => _next is not null;

    /// <summary>Its value after the step.</summary>
    public CellNode Next
    {
        get => _next ?? throw new InvalidOperationException($"The state '{name}' is never updated.");
        set => _next = value;
    }
}
