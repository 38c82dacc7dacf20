using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>
/// Where each value of a cell's step lies while a loop runs. What the derivative will read lies in a tensor over all steps; what
/// nobody reads any more is overwritten where it lies; what is read once and at once has no place at all.
/// </summary>
internal sealed class LoopStorage
{
    private readonly CellGraph _cell;
    private readonly HashSet<CellNode> _kept;
    private readonly Dictionary<CellNode, Place> _places = [];
    private readonly Dictionary<CellNode, (CellNode Next, string Step)> _joined = [];

    public LoopStorage(CellGraph cell)
    {
        _cell = cell;
        _kept = new HashSet<CellNode>(cell.Nodes.Where(node => node.IsDifferentiable).SelectMany(ReadByDerivative));
        foreach (var node in cell.Nodes)
        {
            if (!IsInlined(node))
            {
                _places.Add(node, PlaceOf(node));
            }
        }

        foreach (var (node, next) in cell.Nodes.OfType<FunctionNode>().SelectMany(node => cell.Nodes.OfType<FunctionNode>().Select(next => (node, next))))
        {
            if (Follows(node, next))
            {
                var (buffer, first) = (_places[node].Buffer!, _places[node].First);
                if (!Views.Any(view => (view.Buffer, view.First, view.Count) == (buffer, first, 2)))
                {
                    Views.Add(($"{node.Name}And{Identifiers.ToPascalCase(next.Name)}", buffer, first, 2));
                }

                _joined.Add(node, (next, Views.First(view => (view.Buffer, view.First, view.Count) == (buffer, first, 2)).Name + "[t]"));
            }
        }
    }

    /// <summary>The tensors over all steps that a run allocates: their names and how many hidden sizes they are wide, 0 for the projection.</summary>
    public List<(string Name, int Blocks)> Buffers { get; } = [];

    /// <summary>The views of a buffer's blocks, step by step: name, buffer, first block and number of blocks, -1 for the whole.</summary>
    public List<(string Name, string Buffer, int First, int Count)> Views { get; } = [];

    /// <summary>Whether a value is computed within that of its one reader.</summary>
    public bool IsInlined(CellNode node) =>
        node is TimesNode or ProductNode or SumNode
        && node.Name.Length == 0
        && _cell.ReadersOf(node).Count() == 1;

    /// <summary>The gate that lies right behind another one and is the same function of what lies there: one call does both.</summary>
    public (CellNode Next, string Step)? JoinedWith(CellNode node) => _joined.TryGetValue(node, out var next) ? next : null;

    /// <summary>Whether a gate is computed together with the one before it.</summary>
    public bool IsJoined(CellNode node) => _joined.Values.Any(joined => joined.Next == node);

    private bool IsKept(CellNode node) => _kept.Contains(node);

    public Place this[CellNode node] => _places[node];

    /// <summary>The values that the derivative of a node reads.</summary>
    private static IEnumerable<CellNode> ReadByDerivative(CellNode node) => node switch
    {
        TimesNode times => Pairs((times.Left, times.Right)),
        LerpNode lerp => Pairs((lerp.Weight, lerp.Start), (lerp.Start, lerp.Weight), (lerp.End, lerp.Weight), (lerp.Weight, lerp.End)),
        FunctionNode => [node],
        NormNode norm => [norm.Operand],
        ProductNode product => [product.Operand],
        _ => [],
    };

    private static IEnumerable<CellNode> Pairs(params (CellNode Of, CellNode Read)[] pairs) =>
        pairs.Where(pair => pair.Of.IsDifferentiable).Select(pair => pair.Read);

    private bool Follows(FunctionNode node, FunctionNode next) =>
        node.Function == next.Function
        && node.Operand is SliceNode { Count: 1 } one && next.Operand is SliceNode { Count: 1 } other
        && one.Of == other.Of && other.First == one.First + 1
        && _places[node] is { Overwrites: true, Buffer: not null } && _places[next].Overwrites;

    private Place PlaceOf(CellNode node)
    {
        switch (node)
        {
            case ProjectedNode:
                return new Place(node.Name, node.Name + "At[t]", node.Name, 0, -1);

            case PreviousNode previous:
                return new Place($"{All(previous.State.Name)}.narrow(0, 0, steps)", previous.State.Name + "[t]", null, 0, -1);

            case VectorNode:
                return new Place(node.Name, node.Name, null, 0, -1);

            case MaskNode:
                return new Place(node.Name, node.Name + "At[t]", null, 0, -1);

            case SliceNode slice:
                var parent = _places[slice.Of];
                return parent.Buffer is { } buffer
                    ? new Place(All(slice.Name), slice.Name + "[t]", buffer, parent.First + slice.First, slice.Count)
                    : new Place("", $"{parent.Step}.narrow(1, {Blocks(slice.First)}, {Blocks(slice.Count)})", null, 0, slice.Count);
        }

        if (_cell.StateOf(node) is { } state)
        {
            return new Place($"{All(state.Name)}.narrow(0, 1, steps)", state.Name + "[t + 1]", null, 0, -1);
        }

        if (Overwritten(node) is { Buffer: { } taken } old)
        {
            Views.Add((node.Name, taken, old.First, old.Count));
            return new Place(old.Count < 0 ? taken : All(node.Name), node.Name + "[t]", taken, old.First, old.Count) { Overwrites = true };
        }

        if (IsKept(node) || _cell.ReadersOf(node).OfType<SliceNode>().Any(slice => IsKept(slice)))
        {
            Buffers.Add((All(node.Name), Width(node)));
            Views.Add((node.Name, All(node.Name), 0, -1));
            foreach (var slice in _cell.ReadersOf(node).OfType<SliceNode>())
            {
                Views.Add((slice.Name, All(node.Name), slice.First, slice.Count));
            }

            return new Place(All(node.Name), node.Name + "[t]", All(node.Name), 0, -1);
        }

        return new Place("", node.Name, null, 0, -1) { IsTemporary = true };
    }

    /// <summary>The place of the operand that a value may take over, because nobody reads the operand after it.</summary>
    private Place? Overwritten(CellNode node)
    {
        var start = Start(node);
        return start is ProjectedNode or SliceNode && !IsKept(start) && _places[start] is { Buffer: not null } place
            && (start is not SliceNode slice || (!IsKept(slice.Of) && (slice.Of is ProjectedNode || _places[slice.Of].Overwrites)))
                ? place
                : null;
    }

    /// <summary>The value that a computation begins with.</summary>
    public CellNode Start(CellNode node)
    {
        var first = node switch
        {
            SumNode sum => sum.Left,
            TimesNode times => times.Left,
            FunctionNode function => function.Operand,
            _ => null,
        };
        return first is null ? node : IsInlined(first) ? Start(first) : first;
    }

    /// <summary>How many hidden sizes a value is wide; 0 for the projection's size.</summary>
    public static int Width(CellNode node) => node switch
    {
        ProductNode product => product.Weight.Blocks,
        NormNode norm => norm.Gain.Blocks,
        SliceNode slice => slice.Count,
        SumNode { Left: SliceNode slice } => slice.Count,
        SumNode { Right: ProductNode or NormNode } sum => Width(sum.Right),
        TimesNode { Left: PreviousNode { State.IsProjected: true } } => 0,
        PreviousNode { State.IsProjected: true } => 0,
        _ => 1,
    };

    /// <summary>What the tensor over all steps is called.</summary>
    public static string All(string name) => name.Length == 0 ? "" : "all" + Identifiers.ToPascalCase(name);

    public static string Blocks(int count) => count switch
    {
        0 => "0",
        1 => "size",
        _ => $"{Literal.Of(count)} * size",
    };

    public static string Region(string buffer, int first, int count) => count < 0 ? buffer : $"{buffer}.narrow(2, {Blocks(first)}, {Blocks(count)})";
}

/// <summary>Where a value lies.</summary>
/// <param name="Whole">Over all steps: [time, batch, width]; empty for what is gone after its step.</param>
/// <param name="Step">At step t: [batch, width].</param>
/// <param name="Buffer">The tensor it is a part of, where others may lie in it too.</param>
/// <param name="First">The first of its blocks there.</param>
/// <param name="Count">How many blocks, or -1 for all.</param>
internal sealed record Place(string Whole, string Step, string? Buffer, int First, int Count)
{
    /// <summary>Whether it lies where an operand lay.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Whether it is a tensor of its own that lives for one step.</summary>
    public bool IsTemporary { get; init; }
}
