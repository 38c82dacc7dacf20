using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;

namespace RnnDsl.Generator.Lowering.Schedule;

/// <summary>
/// Orders the derivative of a step. A gradient with one term stays a term, whose factors are values of the forward pass and can be multiplied for all steps
/// at once; a gradient with several terms, or with a product, is computed. Gradients that those of weights and inputs are made of are saved for all steps.
/// </summary>
internal sealed class BackwardScheduler
{
    private readonly BackwardGraph _backward;
    private readonly CellGraph _cell;
    private readonly Dictionary<CellNode, ScheduledTerm> _gradients = [];
    private readonly Dictionary<CellNode, GradientBuffer> _bufferOf = [];
    private readonly Dictionary<CellNode, List<ScheduledTerm>> _terms = [];
    private readonly HashSet<GradientRegion> _written = [];
    private readonly Dictionary<CellNode, GradientRegion> _saved = [];
    private readonly List<BackwardStatement> _statements = [];
    private readonly List<GradientBuffer> _buffers = [];
    private readonly List<GradientRegion> _regions = [];
    private readonly Dictionary<CellWeight, ScheduledWeightGradient> _weights = [];

    private BackwardScheduler(BackwardGraph backward) => (_backward, _cell) = (backward, backward.Cell);

    public static BackwardSchedule Schedule(BackwardGraph backward) => new BackwardScheduler(backward).Schedule();

    private BackwardSchedule Schedule()
    {
        foreach (var node in _cell.Nodes.Reverse().Where(node => node is not PreviousNode && _backward.Reaches(node)))
        {
            Visit(node);
        }

        UpdateStates();
        if (_cell.Attention is { } attention)
        {
            _statements.Add(new AttentionBackward(RegionOf(attention.Projection), attention.Query));
        }

        foreach (var gradient in _backward.Weights)
        {
            _weights.Add(gradient.Weight, ScheduleWeight(gradient));
        }

        var sequences = _cell.Sequences.Select(sequence => _cell.ReadersOf(sequence).Count == 0 ? null : RegionOf(sequence)).ToList();
        return new BackwardSchedule(_statements, _buffers, _regions, _saved, sequences, [.. _cell.Weights.Select(weight => _weights[weight])]);
    }

    private void Visit(CellNode node)
    {
        var terms = TermsOf(node);
        switch (node)
        {
            case VectorNode:
                if (terms.Exists(term => !term.IsSaved))
                {
                    Save(RegionOf(node), terms, node);
                }

                return;

            case SliceNode or SequenceNode:
                if (terms.Count > 0)
                {
                    Save(RegionOf(node), terms, node);
                }

                return;
        }

        var gradient = GradientOf(node, terms);
        switch (node)
        {
            case SoftmaxNode softmax:
                var below = new OperandGradient(softmax, softmax.Operand);
                _statements.Add(new SoftmaxBackward(softmax, gradient, below));
                gradient = Term(below);
                break;

            case OuterNode or ContractedNode or RepeatNode:
                // The operations below read a gradient that lies somewhere.
                gradient = gradient is { Factors.Count: 0, Scale: 1, Matrix: null } ? gradient : Computed(node, [gradient]);
                foreach (var operand in node.Operands.Where(operand => _backward.TermsOf(operand).Any(term => term is OperandTerm && term.Reader == node)))
                {
                    _statements.Add(new OperandBackward(gradient, new OperandGradient(node, operand)));
                }

                break;

            case NormNode norm:
                below = new OperandGradient(norm, norm.Operand);
                _statements.Add(new NormBackward(norm, gradient, below));
                gradient = Term(below);
                break;
        }

        _gradients.Add(node, gradient);
    }

    /// <summary>The gradient of a value as one term; computes or saves it where it has several, or where something else reads it.</summary>
    private ScheduledTerm GradientOf(CellNode node, List<ScheduledTerm> terms)
    {
        if (_cell.StateOf(node) is { } state)
        {
            foreach (var term in terms)
            {
                _statements.Add(new AddToState(state, term));
            }

            var gradient = Term(new StateGradient(state));
            return node is ProductNode or NormNode or ConcatNode || SharedOperand(node) is SumNode or SliceNode or ProjectedNode ? Save(RegionOf(node), [gradient], node) : gradient;
        }

        if (_cell.ReadersOf(node).OfType<SliceNode>().Any())
        {
            // Its slices have been saved one by one.
            return Term(new SavedGradient(_saved[node] = RegionOf(node), node));
        }

        return node is SoftmaxNode or ConcatNode || SharedOperand(node) is not null ? Save(RegionOf(node), terms, node) : Single(terms, node);
    }

    /// <summary>The terms of a value's gradient, each made of a gradient that is there by now.</summary>
    private List<ScheduledTerm> TermsOf(CellNode node)
    {
        if (!_terms.TryGetValue(node, out var terms))
        {
            _terms.Add(node, terms = [.. _backward.TermsOf(node).Where(term => term is not SliceTerm).Select(Composed)]);
        }

        return terms;
    }

    private ScheduledTerm Composed(GradientTerm term)
    {
        var gradient = _gradients[term.Reader];
        return term switch
        {
            ElementwiseTerm elementwise => gradient with { Scale = elementwise.Scale * gradient.Scale, Factors = [.. gradient.Factors, .. elementwise.Factors] },
            OperandTerm operand => Term(new OperandGradient(operand.Reader, operand.Operand)),
            MatrixTerm product => gradient with { Matrix = product.Product.Weight },
            ColumnsTerm columns => gradient with { Columns = (columns.First, columns.Extent) },
            _ => gradient,
        };
    }

    /// <summary>One term in place of several.</summary>
    private ScheduledTerm Single(List<ScheduledTerm> terms, CellNode node)
    {
        if (terms.Count == 1 && terms[0].Matrix is null)
        {
            return terms[0];
        }

        return Computed(node, terms);
    }

    private ScheduledTerm Computed(CellNode node, IReadOnlyList<ScheduledTerm> terms)
    {
        var value = new TemporaryGradient(node);
        _statements.Add(new ComputeGradient(value, terms));
        return Term(value);
    }

    /// <summary>
    /// Writes a gradient into the tensor that holds it for all steps. A value that lies in the region of its reader has its gradient there already, and so have values without
    /// a name that share a gradient.
    /// </summary>
    private ScheduledTerm Save(GradientRegion region, List<ScheduledTerm> terms, CellNode node)
    {
        _saved[node] = region;
        if (!(terms.Count == 1 && terms[0] is { Value: SavedGradient saved, Columns: null } && saved.Region == region) && _written.Add(region))
        {
            _statements.Add(new SaveGradient(region, terms, node));
        }

        return Term(new SavedGradient(region, node));
    }

    private static ScheduledTerm Term(GradientValue value) => new(value, 1, []);

    /// <summary>The gradients of the states before the step.</summary>
    private void UpdateStates()
    {
        var updates = _cell.States.ToDictionary(state => state, state => _cell.PreviousOf(state) is { } previous ? TermsOf(previous) : []);
        foreach (var state in _cell.States.Where(state => updates.Any(update => update.Key != state && update.Value.Exists(term => term.IsOf(state)))))
        {
            _statements.Add(new PreserveState(state));
            foreach (var other in _cell.States.Where(other => other != state))
            {
                updates[other] = [.. updates[other].Select(term => term.IsOf(state) ? term with { Value = new PreservedStateGradient(state) } : term)];
            }
        }

        foreach (var state in _cell.States)
        {
            _statements.Add(new UpdateState(state, updates[state]));
        }
    }

    private ScheduledWeightGradient ScheduleWeight(WeightGradient gradient) => gradient switch
    {
        MatrixGradient matrix => new MatrixProductGradient(matrix.Weight, RegionOf(matrix.Product), matrix.Product.Operand),
        GainGradient gain => new NormGainGradient(gain.Weight, RegionOf(gain.Norm), gain.Norm),
        VectorGradient { Of: VectorNode vector } when TermsOf(vector).TrueForAll(term => term.IsSaved) => new TermSum(gradient.Weight, TermsOf(vector)),
        VectorGradient vector => new RegionSum(vector.Weight, RegionOf(vector.Of)),
        _ => throw new InvalidOperationException($"A {gradient.GetType().Name} has no schedule."),
    };

    /// <summary>The value whose region of the gradient a value has: for a sum its first operand, if that is the input projection or some of its columns.</summary>
    private CellNode? SharedOperand(CellNode node) => node switch
    {
        ProjectedNode or SliceNode or ProductNode or NormNode => node,
        SumNode sum => sum.Left != sum.Right && _cell.ReadersOf(sum.Left).Count == 1 && _cell.StateOf(sum.Left) is null && SharedOperand(sum.Left) is ProjectedNode or SliceNode ? sum.Left : null,
        _ => null,
    };

    /// <summary>Where a gradient lies for all steps.</summary>
    private GradientRegion RegionOf(CellNode node)
    {
        switch (node)
        {
            case SliceNode slice:
                var of = RegionOf(slice.Of);
                return Region(slice, of.Buffer, of.First + slice.First, slice.Extent);

            case SumNode sharing:
                return RegionOf(sharing.Left);

            case ProductNode or NormNode when SumOfInput(node) is { } sum:
                return RegionOf(sum);

            default:
                return Region(node, BufferOf(node), CellExtent.Zero, null);
        }
    }

    /// <summary>The sum with the input projection that is the one reader of a node; null where there is none.</summary>
    private SumNode? SumOfInput(CellNode node)
    {
        var readers = _cell.ReadersOf(node);
        return readers.Count == 1 && _cell.StateOf(node) is null && readers[0] is SumNode sum && sum.Left != node && SharedOperand(sum) is not null ? sum : null;
    }

    private GradientRegion Region(CellNode of, GradientBuffer buffer, CellExtent first, CellExtent? width)
    {
        if (_regions.Find(region => (region.Buffer, region.First, region.Width) == (buffer, first, width)) is { } known)
        {
            return known;
        }

        var region = new GradientRegion(of, buffer, first, width);
        _regions.Add(region);
        return region;
    }

    /// <summary>The tensor of a value; one for all values without a name that are parts of one value with a name, since they share its gradient.</summary>
    private GradientBuffer BufferOf(CellNode node)
    {
        var named = node;
        while (named.Name.Length == 0)
        {
            named = _cell.ReadersOf(named)[0];
        }

        if (!_bufferOf.TryGetValue(named, out var buffer))
        {
            _bufferOf.Add(named, buffer = new GradientBuffer(named, node.Extent));
            _buffers.Add(buffer);
        }

        return buffer;
    }
}
