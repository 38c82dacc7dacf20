namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>One time step of a cell as a graph of values: what the loop, its derivative and the single step are printed from.</summary>
/// <param name="Nodes">Every value, operands before what is made of them.</param>
/// <param name="Sequences">What is given for every step and learned from; of a built-in cell the input's products.</param>
/// <param name="States">What is carried from step to step; the first is the cell's output.</param>
/// <param name="Weights">The weights that the step itself reads.</param>
/// <param name="Masks">What is given for every step.</param>
/// <param name="Sizes">The sizes that emitted code computes with.</param>
internal sealed record CellGraph(
    IReadOnlyList<CellNode> Nodes,
    IReadOnlyList<SequenceNode> Sequences,
    IReadOnlyList<CellState> States,
    IReadOnlyList<CellWeight> Weights,
    IReadOnlyList<MaskNode> Masks,
    IReadOnlyList<CellSize> Sizes)
{
    /// <summary>Whether the first state of the step before asks an attention, whose context is added to the input's products.</summary>
    public bool Attends { get; init; }

    private readonly Dictionary<CellNode, List<CellNode>> _readers = ReadersByNode(Nodes);

    /// <summary>The nodes that read a node.</summary>
    public IReadOnlyList<CellNode> ReadersOf(CellNode node) => _readers.TryGetValue(node, out var readers) ? readers : [];

    /// <summary>The state a node is the next value of.</summary>
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

/// <summary>A size that emitted code computes with.</summary>
/// <param name="Name">Its local.</param>
/// <param name="InForward">How the loop reads it.</param>
/// <param name="InBackward">How the derivative reads it.</param>
/// <param name="InStep">How a step reads it.</param>
internal sealed record CellSize(string Name, string InForward, string InBackward, string InStep);

/// <summary>A state of a cell.</summary>
internal sealed class CellState(string name, string symbol, CellExtent extent)
{
    private CellNode? _next;

    public string Name => name;

    public string Symbol => symbol;

    /// <summary>How long it is.</summary>
    public CellExtent Extent => extent;

    public bool HasNext => _next is not null;

    /// <summary>Its value after the step.</summary>
    public CellNode Next
    {
        get => _next ?? throw new InvalidOperationException($"The state '{name}' is never updated.");
        set => _next = value;
    }
}

/// <summary>A weight that the step reads.</summary>
/// <param name="Expression">What is given for it, as code before the loop: weights.Hidden.</param>
/// <param name="Local">What emitted code calls it.</param>
/// <param name="IsMatrix">Whether products are taken with it.</param>
/// <param name="Extent">How long it is, a matrix how many rows it has.</param>
/// <param name="Symbol">How the equations write it.</param>
internal sealed record CellWeight(string Expression, string Local, bool IsMatrix, CellExtent Extent, string Symbol);
