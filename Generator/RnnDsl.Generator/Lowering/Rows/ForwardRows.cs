using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Lowering.Rows;

/// <summary>Schedules the forward pass of a step by rows.</summary>
internal sealed class ForwardRows
{
    private readonly CellGraph _cell;
    private readonly ForwardSchedule _schedule;
    private readonly HashSet<CellNode> _part;
    private readonly Dictionary<CellNode, RowItem> _items = [];
    private readonly HashSet<CellNode> _accumulated = [];
    private readonly HashSet<CellNode> _inMemory;
    private readonly RowPasses _passes;

    private ForwardRows(CellGraph cell, ForwardSchedule schedule, IEnumerable<CellNode> part)
    {
        (_cell, _schedule, _part) = (cell, schedule, [.. part]);
        _accumulated = [.. cell.Nodes.OfType<SumNode>().Where(IsAccumulated)];
        foreach (var node in cell.Nodes.Where(node => _part.Contains(node) && IsItem(node)))
        {
            _items.Add(node, new RowItem(node, IsStage(node), node.Extent, WeightOf(node)));
        }

        _passes = new RowPasses([.. _items.Values], Needs);
        _inMemory = [.. _items.Values.Where(item => item.IsStage || schedule.IsSaved(item.Node)).Select(item => item.Node)];
        foreach (var item in _items.Values)
        {
            _inMemory.UnionWith(Needs(item).Where(need => !need.IsSameColumn || !_passes.AreTogether(item, need.Item)).Select(need => need.Item.Node));
        }
    }

    public static IReadOnlyList<RowStage> Schedule(CellGraph cell, ForwardSchedule schedule) => Schedule(cell, schedule, cell.Nodes);

    /// <summary>The stages of some values of a step. The others that they read are computed before, and lie in memory.</summary>
    public static IReadOnlyList<RowStage> Schedule(CellGraph cell, ForwardSchedule schedule, IEnumerable<CellNode> part)
    {
        var rows = new ForwardRows(cell, schedule, part);
        return [.. rows._passes.Stages.Select(loops => loops[0].Items[0] is { IsStage: true } item
            ? rows.Stage(item.Node)
            : new PassStage([.. loops.Select(loop => new RowLoop(loop.Width, [.. loop.Items.Select(rows.Assignment)]))]))];
    }

    /// <summary>Where a value lies that is not in a register only.</summary>
    public static RowLocation LocationOf(ForwardSchedule schedule, CellNode node) => LocationOf(schedule[node]);

    private static RowLocation LocationOf(Place place) => place switch
    {
        RegionPlace { Region: { Buffer: { IsInput: true } buffer } region } => new RowLocation(new GivenRow((LeafNode)buffer.Of), region.First),
        RegionPlace { Region: var region } => new RowLocation(new SavedRow(region.Buffer), region.First),
        StatePlace state => RowLocation.Of(new StateRow(state.State, state.IsNext)),
        InputPlace input => RowLocation.Of(new GivenRow(input.Node)),
        WeightPlace weight => RowLocation.Of(new WeightRow(weight.Node.Weight)),
        ColumnsPlace columns => LocationOf(columns.Of).From(columns.First),
        TemporaryPlace temporary => RowLocation.Of(new StepRow(temporary.Node, IsGradient: false)),
        _ => throw new InvalidOperationException($"A {place.GetType().Name} is no row."),
    };

    /// <summary>Whether something computes a value; slices of values in memory are columns of them, and a wide value of which only slices are read is computed slice by slice.</summary>
    private bool IsItem(CellNode node) => node switch
    {
        LeafNode => false,
        SliceNode slice => IsSpread(slice.Of),
        ProductNode product => !_cell.ReadersOf(product).Any(_accumulated.Contains),
        _ => !IsSpread(node),
    };

    private bool IsStage(CellNode node) => node is ProductNode or NormNode or SoftmaxNode or ConcatNode or RepeatNode or OuterNode or ContractedNode || _accumulated.Contains(node);

    /// <summary>Whether a value exists only as slices.</summary>
    private bool IsSpread(CellNode node) =>
        node is SliceNode slice ? IsSpread(slice.Of)
        : node is not LeafNode && !IsStage(node) && _cell.StateOf(node) is null && !_schedule.IsSaved(node) && _cell.ReadersOf(node) is { Count: > 0 } readers && readers.All(reader => reader is SliceNode);

    /// <summary>Whether a sum is a product that is added to the input projection, which nothing else reads.</summary>
    private bool IsAccumulated(SumNode sum) =>
        sum.Right is ProductNode { Bias: null } product
        && _schedule.IsInlined(product)
        && _cell.ReadersOf(sum.Left).Count == 1
        && !_schedule.IsSaved(sum.Left)
        && (_schedule.IsInlined(sum) || _schedule[sum] is TemporaryPlace or RegionPlace { Overwrites: true })
        && (sum.Left is ProjectedNode || sum.Left is SliceNode { Of: ProjectedNode } || (sum.Left is SumNode before && IsAccumulated(before)));

    private int WeightOf(CellNode node) => node is SliceNode slice ? WeightOfSpread(slice.Of) : RowPasses.WeightOf(node);

    private int WeightOfSpread(CellNode node) => IsSpread(node) ? RowPasses.WeightOf(node) + node.Operands.Sum(WeightOfSpread) : 0;

    private IEnumerable<RowNeed> Needs(RowItem item) => item.Node switch
    {
        SliceNode slice => Sources(slice.Of, isSameColumn: false),
        SumNode sum when _accumulated.Contains(sum) => Sources(sum.Left, true).Concat(Sources(((ProductNode)sum.Right).Operand, true)),
        var node => node.Operands.SelectMany(operand => Sources(operand, isSameColumn: true)),
    };

    /// <summary>The items that reading a value needs.</summary>
    private IEnumerable<RowNeed> Sources(CellNode node, bool isSameColumn) =>
        _items.TryGetValue(node, out var item) ? [new RowNeed(item, isSameColumn)]
        : node is LeafNode || !_part.Contains(node) ? []
        : node.Operands.SelectMany(operand => Sources(operand, isSameColumn: false));

    private RowStage Stage(CellNode node) => node switch
    {
        ProductNode product => new ProductStage(product, Location(product.Operand), Location(product), Accumulates: false),
        SumNode { Right: ProductNode product } sum => new ProductStage(product, Location(product.Operand), Location(sum), Accumulates: true),
        NormNode norm => new ReductionStage(norm, Location(norm.Operand), Location(norm)),
        SoftmaxNode softmax => new ReductionStage(softmax, Location(softmax.Operand), Location(softmax)),
        RepeatNode repeat => new RepeatStage(repeat, Location(repeat.Operand), Location(repeat)),
        OuterNode outer => new RowProductStage(RowProduct.Outer, node, null, Location(outer.Left), Location(outer.Right), Location(node), outer.Left.Extent, outer.Right.Extent, Accumulates: false),
        ContractedNode { IsTransposed: true } product => new RowProductStage(
            RowProduct.TransposedTimes, node, null, Location(product.Matrix), Location(product.Vector), Location(node), product.Vector.Extent, product.Extent, Accumulates: false),
        ContractedNode product => new RowProductStage(RowProduct.Times, node, null, Location(product.Matrix), Location(product.Vector), Location(node), product.Extent, product.Vector.Extent, Accumulates: false),
        ConcatNode concat => new ConcatStage(concat, [.. concat.Operands.Select(Location)], Location(concat)),
        _ => throw new InvalidOperationException($"A {node.GetType().Name} is no stage."),
    };

    private RowAssignment Assignment(RowItem item) => new ValueAssignment(
        item.Node,
        item.Node is SliceNode slice ? At(slice.Of, slice.First) : new ComputedValue(item.Node, [.. item.Node.Operands.Select(operand => Read(operand, item))]),
        _inMemory.Contains(item.Node) ? Location(item.Node) : null);

    private RowValue Read(CellNode node, RowItem reader) =>
        _items.TryGetValue(node, out var item) && _passes.AreTogether(item, reader) ? new LocalValue(node) : new LoadedValue(Location(node));

    /// <summary>Columns of a value, from one on.</summary>
    private RowValue At(CellNode node, CellExtent first) =>
        node is SliceNode slice ? At(slice.Of, slice.First + first)
        : IsSpread(node) ? new ComputedValue(node, [.. node.Operands.Select(operand => At(operand, first))])
        : new LoadedValue(Location(node).From(first));

    private RowLocation Location(CellNode node) =>
        node is SliceNode slice && !_items.ContainsKey(slice) ? Location(slice.Of).From(slice.First)
        : _accumulated.Contains(node) ? Location(((SumNode)node).Left)
        : _schedule.IsInlined(node) ? RowLocation.Of(new StepRow(node, IsGradient: false))
        : node is SliceNode && _schedule[node] is ColumnsPlace ? RowLocation.Of(new StepRow(node, IsGradient: false))
        : LocationOf(_schedule, node);
}
