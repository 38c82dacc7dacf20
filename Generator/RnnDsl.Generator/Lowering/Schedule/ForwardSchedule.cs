using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;

namespace RnnDsl.Generator.Lowering.Schedule;

/// <summary>
/// The forward pass of a loop: which values are computed as statements of their own, and where each lies. A value that the derivative reads lies in a tensor over
/// all steps; a value that overwrites its operand lies in the operand's place; a value with one use, at once, is a part of the operation that uses it.
/// </summary>
internal sealed class ForwardSchedule
{
    private readonly CellGraph _cell;
    private readonly HashSet<CellNode> _saved;
    private readonly Dictionary<CellNode, Place> _places = [];
    private readonly Dictionary<CellNode, GateGroup> _groups = [];
    private readonly HashSet<CellNode> _joined = [];
    private readonly List<LoopBuffer> _buffers = [];
    private readonly List<LoopRegion> _regions = [];

    /// <summary>The forward pass before a derivative, whose reads are saved.</summary>
    public ForwardSchedule(CellGraph cell)
        : this(cell, cell.Nodes.Where(node => node.IsDifferentiable).SelectMany(DerivativeReads.Of))
    {
    }

    /// <param name="cell">The cell.</param>
    /// <param name="saved">The values that are saved over all steps.</param>
    public ForwardSchedule(CellGraph cell, IEnumerable<CellNode> saved)
    {
        _cell = cell;
        _saved = [.. saved];
        foreach (var node in cell.Nodes)
        {
            if (!IsInlined(node))
            {
                _places.Add(node, PlaceOf(node));
            }
        }

        JoinGates();
    }

    /// <summary>The tensors over all steps that a forward pass allocates.</summary>
    public IReadOnlyList<LoopBuffer> Buffers => _buffers;

    /// <summary>The regions of buffers in which values lie.</summary>
    public IReadOnlyList<LoopRegion> Regions => _regions;

    /// <summary>The values that are computed one after the other; of a group of gates the earliest.</summary>
    public IEnumerable<CellNode> Statements => _cell.Nodes.Where(node => node is not (LeafNode or SliceNode) && !IsInlined(node) && !_joined.Contains(node));

    /// <summary>The statements that the input alone decides, and whose values lie in tensors over all steps: they may run for all steps at once, before the first.</summary>
    public IEnumerable<CellNode> StatementsOfInput => Statements.Where(node => Gates(node).All(IsOfInput));

    /// <summary>Where a value lies. A value that is a part of its one reader lies nowhere.</summary>
    public Place this[CellNode node] => _places[node];

    /// <summary>Whether the backward pass or the next step reads a value.</summary>
    public bool IsSaved(CellNode node) => _saved.Contains(node) || _cell.StateOf(node) is not null;

    /// <summary>Whether a value is a part of the operation that reads it.</summary>
    public bool IsInlined(CellNode node) =>
        node is TimesNode or ProductNode or SumNode or DifferenceNode or QuotientNode or AffineNode or ClampNode
        && node.Name.Length == 0
        && !_saved.Contains(node)
        && _cell.ReadersOf(node).Count == 1;

    /// <summary>The group of which a gate is the earliest; null for others.</summary>
    public GateGroup? GroupOf(CellNode node) => _groups.TryGetValue(node, out var group) ? group : null;

    private IEnumerable<CellNode> Gates(CellNode node) => _groups.TryGetValue(node, out var group) ? group.Gates : [node];

    /// <summary>Whether a value is made of the input and of weights alone, all of them over all steps.</summary>
    private bool IsOfInput(CellNode node) => node switch
    {
        SequenceNode or VectorNode => true,
        LeafNode or ProductNode => false,
        SliceNode slice => IsOfInput(slice.Of),
        _ => (IsInlined(node) || _places[node] is RegionPlace) && node.Operands.All(IsOfInput),
    };

    private void JoinGates()
    {
        var gates = _cell.Nodes.OfType<FunctionNode>().ToList();
        foreach (var first in gates.Where(node => !gates.Any(before => Follows(before, node))))
        {
            var group = new List<FunctionNode> { first };
            while (gates.FirstOrDefault(next => Follows(group[group.Count - 1], next)) is { } next)
            {
                group.Add(next);
            }

            if (group.Count > 1)
            {
                var region = ((RegionPlace)_places[first]).Region;
                var all = new LoopRegion(group, region.Buffer, region.First, group.Aggregate(CellExtent.Zero, (sum, gate) => sum + gate.Extent));
                if (_regions.LastOrDefault(all.IsSameAs) is { } same)
                {
                    all = same;
                }
                else
                {
                    _regions.Add(all);
                }

                // Something may read one of them before another stands in the order of the values.
                var earliest = gates.First(group.Contains);
                _groups.Add(earliest, new GateGroup(group, all));
                _joined.UnionWith(group.Where(gate => gate != earliest));
            }
        }
    }

    private bool Follows(FunctionNode node, FunctionNode next) =>
        node.Function == next.Function
        && node.Operand is SliceNode one && next.Operand is SliceNode other
        && one.Of == other.Of && other.First == one.First + one.Extent
        && _places[node] is RegionPlace { Overwrites: true } && _places[next] is RegionPlace { Overwrites: true };

    private Place PlaceOf(CellNode node)
    {
        switch (node)
        {
            case ProjectedNode:
                return new RegionPlace(new LoopRegion([node], new LoopBuffer(node), CellExtent.Zero, null));

            case PreviousNode previous:
                return new StatePlace(previous.State, IsNext: false);

            case VectorNode vector:
                return new WeightPlace(vector);

            case LeafNode leaf:
                return new InputPlace(leaf);

            case SliceNode slice:
                return PlaceOf(slice);
        }

        if (_cell.StateOf(node) is { } state)
        {
            return new StatePlace(state, IsNext: true);
        }

        if (Overwritten(node) is { } old)
        {
            return new RegionPlace(Add(new LoopRegion([node], old.Buffer, old.First, old.Width))) { Overwrites = true };
        }

        if (_saved.Contains(node) || _cell.ReadersOf(node).OfType<SliceNode>().Any(_saved.Contains))
        {
            var buffer = new LoopBuffer(node);
            _buffers.Add(buffer);
            return new RegionPlace(Add(new LoopRegion([node], buffer, CellExtent.Zero, null)));
        }

        return new TemporaryPlace(node);
    }

    private Place PlaceOf(SliceNode slice)
    {
        if (_places[slice.Of] is not RegionPlace { Region: var whole })
        {
            return new ColumnsPlace(_places[slice.Of], slice.First, slice.Extent);
        }

        var region = new LoopRegion([slice], whole.Buffer, whole.First + slice.First, slice.Extent);
        return new RegionPlace(slice.Name.Length > 0 ? Add(region) : region);
    }

    private LoopRegion Add(LoopRegion region)
    {
        _regions.Add(region);
        return region;
    }

    /// <summary>The region of the operand that a value may overwrite, because nothing reads the operand afterwards.</summary>
    private LoopRegion? Overwritten(CellNode node)
    {
        var start = Start(node);
        return start is ProjectedNode or SliceNode && !_saved.Contains(start) && _cell.ReadersOf(start).Count == 1 && _places[start] is RegionPlace place
            && (start is not SliceNode slice || (!_saved.Contains(slice.Of) && (slice.Of is ProjectedNode || _places[slice.Of] is RegionPlace { Overwrites: true })))
                ? place.Region
                : null;
    }

    /// <summary>The value that a computation starts with and then modifies.</summary>
    private CellNode Start(CellNode node)
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
}
