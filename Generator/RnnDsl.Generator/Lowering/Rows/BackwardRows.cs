using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Lowering.Rows;

/// <summary>
/// Schedules the backward pass of a step by rows. The gradients that those of weights and inputs are made of go where <see cref="BackwardSchedule"/> has them; a gradient
/// that equals another one is not copied.
/// </summary>
internal sealed class BackwardRows
{
    private readonly LoopSchedule _loop;
    private readonly CellGraph _cell;
    private readonly BackwardGraph _backward;
    private readonly Dictionary<CellNode, RowItem> _sums = [];
    private readonly Dictionary<(CellNode Node, CellNode Operand), RowItem> _stages = [];
    private readonly Dictionary<CellNode, CellNode> _same = [];
    private readonly HashSet<CellNode> _inMemory;
    private readonly HashSet<CellNode> _begun = [];
    private readonly RowPasses _passes;

    private BackwardRows(LoopSchedule loop)
    {
        (_loop, _cell, _backward) = (loop, loop.Cell, loop.Derivative);
        foreach (var node in _cell.Nodes.Reverse().Where(IsComputed))
        {
            if (Same(node) is { } same)
            {
                _same.Add(node, same);
                continue;
            }

            if (HasSum(node))
            {
                _sums.Add(node, new RowItem(node, isStage: false, node.Extent, _backward.TermsOf(node).Sum(RowPasses.WeightOf)));
            }
        }

        foreach (var (node, operand) in _cell.Nodes.Reverse().Where(_backward.Reaches).SelectMany(node => HandsOnByStage(node).Select(operand => (node, operand))))
        {
            _stages.Add((node, operand), new RowItem(node, isStage: true, node.Extent, 0) { Operand = operand });
        }

        // The gradient of a state whose previous value nothing reads is 0: a sum without terms.
        var unread = _cell.States.Where(state => _cell.PreviousOf(state) is not { } previous || !_backward.Reaches(previous))
            .Select(state => new PreviousNode(state) { Name = state.Name, Symbol = state.Symbol }).ToList();
        unread.ForEach(previous => _sums.Add(previous, new RowItem(previous, isStage: false, previous.Extent, 0)));

        _passes = new RowPasses([.. _cell.Nodes.Reverse().Concat(unread).SelectMany(ItemsOf)], Needs);
        _inMemory = [.. _stages.Keys.SelectMany(key => new[] { key.Node, key.Operand }).Concat(loop.Backward.Saved.Keys).Concat(_cell.Nodes.Concat(unread).OfType<PreviousNode>()).Select(Representative)];
        foreach (var item in _sums.Values)
        {
            _inMemory.UnionWith(Needs(item).Where(need => !need.IsSameColumn || !_passes.AreTogether(item, need.Item)).Select(need => need.Item.Node));
        }
    }

    public static IReadOnlyList<RowStage> Schedule(LoopSchedule loop)
    {
        var rows = new BackwardRows(loop);
        return [.. rows._passes.Stages.Select(loops => loops[0].Items[0] is { IsStage: true } item
            ? rows.Stage(item.Node, item.Operand!)
            : new PassStage([.. loops.Select(columns => new RowLoop(columns.Width, [.. columns.Items.Select(rows.Assignment)]))]))];
    }

    private IEnumerable<RowItem> ItemsOf(CellNode node)
    {
        if (_sums.TryGetValue(node, out var sum))
        {
            yield return sum;
        }

        foreach (var operand in node.Operands.Distinct())
        {
            if (_stages.TryGetValue((node, operand), out var stage))
            {
                yield return stage;
            }
        }
    }

    /// <summary>Whether the gradient of a value is computed; that of a vector only if it is not a sum of saved ones.</summary>
    private bool IsComputed(CellNode node) => _backward.Reaches(node) && (node is not VectorNode || _loop.Backward.Saved.ContainsKey(node));

    /// <summary>The operands of a value whose gradients are computed by stages.</summary>
    private IEnumerable<CellNode> HandsOnByStage(CellNode node) => node switch
    {
        // What only a condition reads hands nothing on: a gradient of 0 is left out.
        ProductNode or NormNode or SoftmaxNode => node.Operands.Where(operand => operand.IsDifferentiable && _backward.TermsOf(operand).Any(term => term.Reader == node)),
        OuterNode or ContractedNode or RepeatNode => node.Operands.Where(operand => _backward.TermsOf(operand).Any(term => term is OperandTerm && term.Reader == node)),
        _ => [],
    };

    /// <summary>Whether a gradient has a part that is computed element by element. That of a value which is read slice by slice consists of those of the slices.</summary>
    private bool HasSum(CellNode node) => _cell.StateOf(node) is not null || _backward.TermsOf(node).Any(term => term is ElementwiseTerm or ColumnsTerm);

    /// <summary>The value whose gradient is also that of another, in the same place; null for a gradient of its own.</summary>
    private CellNode? Same(CellNode node)
    {
        var terms = _backward.TermsOf(node);
        return terms.Count == 1
            && terms[0] is ElementwiseTerm { Scale: 1, Factors.Count: 0, Reader: var reader }
            && node is not PreviousNode
            && _cell.StateOf(node) is null
            && (!_loop.Backward.Saved.TryGetValue(node, out var region) || (_loop.Backward.Saved.TryGetValue(Representative(reader), out var other) && region == other))
                ? Representative(reader)
                : null;
    }

    private CellNode Representative(CellNode node) => _same.TryGetValue(node, out var same) ? same : node;

    private IEnumerable<RowNeed> Needs(RowItem item) => item.IsStage
        ? Whole(item.Node).Concat(_sums.TryGetValue(Representative(item.Operand!), out var sum) ? [new RowNeed(sum, IsSameColumn: true)] : Array.Empty<RowNeed>())
        : _backward.TermsOf(item.Node).SelectMany(term => term switch
        {
            ElementwiseTerm elementwise => Whole(elementwise.Reader),
            ColumnsTerm columns => Whole(columns.Reader).Select(need => need with { IsSameColumn = false }),
            _ => [],
        });

    /// <summary>All that must be computed before the gradient of a value can be read.</summary>
    private IEnumerable<RowNeed> Whole(CellNode node)
    {
        node = Representative(node);
        return _backward.TermsOf(node).SelectMany(term => term switch
        {
            SliceTerm slice => Whole(slice.Reader).Select(need => need with { IsSameColumn = false }),
            MatrixTerm or NormTerm or SoftmaxTerm or OperandTerm => [new RowNeed(_stages[(term.Reader, node)], IsSameColumn: true)],
            _ => Array.Empty<RowNeed>(),
        }).Concat(_sums.TryGetValue(node, out var sum) ? [new RowNeed(sum, IsSameColumn: true)] : Array.Empty<RowNeed>());
    }

    private RowStage Stage(CellNode node, CellNode operand)
    {
        var target = Location(operand);
        var accumulates = _sums.ContainsKey(Representative(operand)) || !_begun.Add(operand);
        return node switch
        {
            ProductNode product => new ProductStage(product, Location(product), target, accumulates),
            RepeatNode repeat => new SumStage(repeat, Location(node), target, accumulates),
            OuterNode outer when operand == outer.Left => Product(RowProduct.Times, Location(node), Value(outer.Right), outer.Left, outer.Right),
            OuterNode outer => Product(RowProduct.TransposedTimes, Location(node), Value(outer.Left), outer.Left, outer.Right),
            ContractedNode { IsTransposed: true } product when operand == product.Matrix => Product(RowProduct.Outer, Value(product.Vector), Location(node), product.Vector, node),
            ContractedNode { IsTransposed: true } product => Product(RowProduct.Times, Value(product.Matrix), Location(node), product.Vector, node),
            ContractedNode product when operand == product.Matrix => Product(RowProduct.Outer, Location(node), Value(product.Vector), node, product.Vector),
            ContractedNode product => Product(RowProduct.TransposedTimes, Value(product.Matrix), Location(node), node, product.Vector),
            NormNode => new ReductionGradientStage(node, Location(node), Value(operand), target, accumulates),
            _ => new ReductionGradientStage(node, Location(node), Value(node), target, accumulates),
        };

        RowProductStage Product(RowProduct product, RowLocation left, RowLocation right, CellNode rows, CellNode columns) =>
            new(product, node, operand, left, right, target, rows.Extent, columns.Extent, accumulates);
    }

    private RowAssignment Assignment(RowItem item)
    {
        var node = item.Node;
        var terms = new List<RowTerm>();
        if (_cell.StateOf(node) is { } state)
        {
            terms.Add(new RowTerm(node, new LoadedValue(RowLocation.Of(new CarriedRow(state, IsNext: true))), 1, []));
            terms.Add(new RowTerm(node, new LoadedValue(RowLocation.Of(new OutputGradientRow(state))), 1, []));
        }

        foreach (var term in _backward.TermsOf(node))
        {
            switch (term)
            {
                case ElementwiseTerm elementwise:
                    terms.Add(new RowTerm(Representative(elementwise.Reader), Read(elementwise.Reader, item), elementwise.Scale, [.. elementwise.Factors.Select(Factor)]));
                    break;

                case ColumnsTerm columns:
                    terms.Add(new RowTerm(columns.Reader, new LoadedValue(Location(columns.Reader).From(columns.First)), 1, []));
                    break;
            }
        }

        return new GradientAssignment(node, terms, _inMemory.Contains(node) ? Location(node) : null);
    }

    private RowFactor Factor(GradientFactor factor) =>
        new(factor, new LoadedValue(Value(factor.Read)), factor.Other is { } other ? new LoadedValue(Value(other)) : null);

    private RowLocation Value(CellNode node) => ForwardRows.LocationOf(_loop.Forward, node);

    private RowValue Read(CellNode node, RowItem reader)
    {
        node = Representative(node);
        return _sums.TryGetValue(node, out var sum) && Whole(node).All(need => need.Item == sum) && _passes.AreTogether(sum, reader)
            ? new LocalValue(node)
            : new LoadedValue(Location(node));
    }

    /// <summary>Where a gradient lies that is not in a register only.</summary>
    private RowLocation Location(CellNode node)
    {
        node = Representative(node);
        return node is PreviousNode previous ? RowLocation.Of(new CarriedRow(previous.State, IsNext: false))
            : _loop.Backward.Saved.TryGetValue(node, out var region) ? new RowLocation(new GradientRow(region.Buffer), region.First)
            : node is SliceNode slice ? Location(slice.Of).From(slice.First)
            : RowLocation.Of(new StepRow(node, IsGradient: true));
    }
}
