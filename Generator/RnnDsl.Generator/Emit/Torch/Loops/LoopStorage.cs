using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Parsing;

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
    private readonly Dictionary<CellNode, GateRun> _runs = [];

    public LoopStorage(CellGraph cell)
    {
        _cell = cell;
        _kept = new HashSet<CellNode>(cell.Nodes.Where(node => node.IsDifferentiable).SelectMany(DerivativeReads.Of));
        foreach (var node in cell.Nodes)
        {
            if (!IsInlined(node))
            {
                _places.Add(node, PlaceOf(node));
            }
        }

        JoinGates();
    }

    /// <summary>The tensors over all steps that a run allocates.</summary>
    public List<(string Name, CellExtent Width)> Buffers { get; } = [];

    /// <summary>The views of buffers, step by step.</summary>
    public List<LoopView> Views { get; } = [];

    /// <summary>Whether a value is computed within that of its one reader.</summary>
    public bool IsInlined(CellNode node) =>
        node is TimesNode or ProductNode or SumNode or DifferenceNode or QuotientNode or AffineNode or ClampNode
        && node.Name.Length == 0
        && !IsKept(node)
        && _cell.ReadersOf(node).Count == 1;

    /// <summary>The gates that lie one behind the other and are the same function of what lies there: one call does them all. By the first of them.</summary>
    public GateRun? RunOf(CellNode node) => _runs.TryGetValue(node, out var run) ? run : null;

    /// <summary>Whether a gate is computed together with one before it.</summary>
    public bool IsJoined(CellNode node) => _runs.Values.Any(run => run.Gates.Skip(1).Contains(node));

    private void JoinGates()
    {
        var gates = _cell.Nodes.OfType<FunctionNode>().ToList();
        foreach (var first in gates.Where(node => !gates.Any(before => Follows(before, node))))
        {
            var run = new List<FunctionNode> { first };
            while (gates.FirstOrDefault(next => Follows(run[run.Count - 1], next)) is { } next)
            {
                run.Add(next);
            }

            if (run.Count > 1)
            {
                var place = _places[first];
                var all = new LoopView(
                    string.Join(ScopeNames.LoopConjunction, run.Select((gate, i) => i == 0 ? gate.Name : Identifiers.ToPascalCase(gate.Name))),
                    place.Buffer!,
                    place.First,
                    run.Aggregate(CellExtent.Zero, (sum, gate) => sum + gate.Extent));
                var same = Views.LastOrDefault(view => view.IsSameRegion(all));
                if (same is null)
                {
                    Views.Add(same = all);
                }

                _runs.Add(first, new GateRun(run, same.Name + "[t]"));
            }
        }
    }

    private bool IsKept(CellNode node) => _kept.Contains(node);

    public Place this[CellNode node] => _places[node];

    private bool Follows(FunctionNode node, FunctionNode next) =>
        node.Function == next.Function
        && node.Operand is SliceNode one && next.Operand is SliceNode other
        && one.Of == other.Of && other.First == one.First + one.Extent
        && _places[node] is { Overwrites: true, Buffer: not null } && _places[next].Overwrites;

    private Place PlaceOf(CellNode node)
    {
        switch (node)
        {
            case ProjectedNode:
                return new Place(node.Name, node.Name + "At[t]", node.Name, CellExtent.Zero, null);

            case PreviousNode previous:
                return new Place($"{All(previous.State.Name)}.narrow(0, 0, steps)", previous.State.Name + "[t]", null, CellExtent.Zero, null);

            case VectorNode:
                return new Place(node.Name, node.Name, null, CellExtent.Zero, null);

            case MaskNode or InputNode:
                return new Place(node.Name, node.Name + "At[t]", null, CellExtent.Zero, null);

            case SliceNode slice:
                var parent = _places[slice.Of];
                if (parent.Buffer is not null && slice.Name.Length > 0)
                {
                    Views.Add(new LoopView(slice.Name, parent.Buffer, parent.First + slice.First, slice.Extent));
                }

                return parent.Buffer is { } buffer
                    ? new Place(All(slice.Name), slice.Name + "[t]", buffer, parent.First + slice.First, slice.Extent)
                    : new Place("", $"{parent.Step}.narrow(1, {slice.First}, {slice.Extent})", null, CellExtent.Zero, slice.Extent);
        }

        if (_cell.StateOf(node) is { } state)
        {
            return new Place($"{All(state.Name)}.narrow(0, 1, steps)", state.Name + "[t + 1]", null, CellExtent.Zero, null);
        }

        if (Overwritten(node) is { Buffer: { } taken } old)
        {
            Views.Add(new LoopView(node.Name, taken, old.First, old.Width));
            return new Place(old.Width is null ? taken : All(node.Name), node.Name + "[t]", taken, old.First, old.Width) { Overwrites = true };
        }

        if (IsKept(node) || _cell.ReadersOf(node).OfType<SliceNode>().Any(slice => IsKept(slice)))
        {
            Buffers.Add((All(node.Name), node.Extent));
            Views.Add(new LoopView(node.Name, All(node.Name), CellExtent.Zero, null));
            return new Place(All(node.Name), node.Name + "[t]", All(node.Name), CellExtent.Zero, null);
        }

        return new Place("", node.Name, null, CellExtent.Zero, null) { IsTemporary = true };
    }

    /// <summary>The place of the operand that a value may take over, because nobody reads the operand after it.</summary>
    private Place? Overwritten(CellNode node)
    {
        var start = Start(node);
        return start is ProjectedNode or SliceNode && !IsKept(start) && _cell.ReadersOf(start).Count == 1 && _places[start] is { Buffer: not null } place
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
            DifferenceNode difference => difference.Left,
            TimesNode times => times.Left,
            QuotientNode quotient => quotient.Left,
            AffineNode affine => affine.Operand,
            ClampNode clamp => clamp.Operand,
            FunctionNode { Function: not CellFunction.Softplus } function => function.Operand,
            _ => null,
        };
        return first is null ? node : IsInlined(first) ? Start(first) : first;
    }

    /// <summary>What the tensor over all steps is called.</summary>
    public static string All(string name) => name.Length == 0 ? "" : "all" + Identifiers.ToPascalCase(name);

    public static string Region(string buffer, CellExtent first, CellExtent? width) => width is null ? buffer : $"{buffer}.narrow(2, {first}, {width})";
}

/// <summary>Where a value lies.</summary>
/// <param name="Whole">Over all steps: [time, batch, width]; empty for what is gone after its step.</param>
/// <param name="Step">At step t: [batch, width].</param>
/// <param name="Buffer">The tensor it is a part of, where others may lie in it too.</param>
/// <param name="First">How many numbers lie before it there.</param>
/// <param name="Width">How many there are of it; null for all.</param>
internal sealed record Place(string Whole, string Step, string? Buffer, CellExtent First, CellExtent? Width)
{
    /// <summary>Whether it lies where an operand lay.</summary>
    public bool Overwrites { get; init; }

    /// <summary>Whether it is a tensor of its own that lives for one step.</summary>
    public bool IsTemporary { get; init; }
}

/// <summary>Gates that one call computes.</summary>
/// <param name="Gates">In the order in which they lie.</param>
/// <param name="Step">All of them at step t.</param>
internal sealed record GateRun(IReadOnlyList<FunctionNode> Gates, string Step);

/// <summary>A part of a buffer, step by step.</summary>
/// <param name="Name">The array of its steps.</param>
/// <param name="Buffer">The tensor over all steps.</param>
/// <param name="First">How many numbers lie before it.</param>
/// <param name="Width">How many there are of it; null for all.</param>
internal sealed record LoopView(string Name, string Buffer, CellExtent First, CellExtent? Width)
{
    public bool IsSameRegion(LoopView other) => (Buffer, First, Width) == (other.Buffer, other.First, other.Width);
}
