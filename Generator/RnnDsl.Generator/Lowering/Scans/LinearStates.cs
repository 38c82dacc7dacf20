using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Scans;

/// <summary>
/// Proves that the states of a cell are linear in their previous values, one or two after the other. A value is known if it depends on inputs, weights, masks and states that are known
/// for all steps. It is linear in states if it is known, or the previous value of one, or a sum or difference of linear values, or the product or quotient of one with a known value, or an
/// interpolation between two by a known weight. The larger or the smaller of a linear value and a known one is clipped; sums with known values and multiples by known values keep it so, of one bound alone by values that are not negative, and a
/// state alone may be clipped: clipped affine maps are closed under composition.
/// </summary>
internal sealed class LinearStates
{
    private readonly CellGraph _cell;
    private readonly HashSet<CellState> _solved = [];
    private readonly Dictionary<CellNode, bool> _isKnown = [];

    private LinearStates(CellGraph cell) => _cell = cell;

    /// <summary>The states in an order in which each reads known ones, alone where that is possible; null if some are not linear.</summary>
    public static IReadOnlyList<LinearGroup>? Of(CellGraph cell)
    {
        if (cell.Attention is not null)
        {
            return null;
        }

        var states = new LinearStates(cell);
        var groups = states.Solve();
        return states._solved.Count == cell.States.Count ? groups : null;
    }

    /// <summary>The value that keeps the states of a cell without products on states from being linear; null for other cells.</summary>
    public static CellNode? ObstacleOf(CellGraph cell)
    {
        var states = new LinearStates(cell);
        states.Solve();
        if (cell.Attention is not null || cell.Nodes.Any(node => node is ProductNode or NormNode or SoftmaxNode or ConcatNode && !states.IsKnown(node)))
        {
            return null;
        }

        // A state that only reads another one is none for its sake.
        var obstacles = cell.States.Where(state => !states._solved.Contains(state)).Select(Obstacle).ToList();
        return obstacles.FirstOrDefault(obstacle => obstacle is not PreviousNode) ?? obstacles.FirstOrDefault();

        CellNode Obstacle(CellState state)
        {
            var obstacle = state.Next;
            while (obstacle.Operands.FirstOrDefault(operand => states.FormOf(operand, [state]) is null) is { } inner)
            {
                obstacle = inner;
            }

            return obstacle;
        }
    }

    /// <summary>Finds linear states as long as there are some.</summary>
    private List<LinearGroup> Solve()
    {
        var groups = new List<LinearGroup>();
        while (_solved.Count < _cell.States.Count && Candidates().Select(Solve).FirstOrDefault(solved => solved is not null) is { } next)
        {
            groups.Add(next);
            _solved.UnionWith(next.States);
            _isKnown.Clear();
        }

        return groups;
    }

    /// <summary>Each state that is left, and then every two.</summary>
    private IEnumerable<IReadOnlyList<CellState>> Candidates()
    {
        var left = _cell.States.Where(state => !_solved.Contains(state)).ToList();
        return left.Select(state => (IReadOnlyList<CellState>)[state]).Concat(left.SelectMany((one, i) => left.Skip(i + 1).Select(other => (IReadOnlyList<CellState>)[one, other])));
    }

    private LinearGroup? Solve(IReadOnlyList<CellState> group)
    {
        var forms = group.Select(state => FormOf(state.Next, group)).ToList();
        return forms.Contains(null) || (group.Count > 1 && forms.Exists(form => form!.IsClipped)) ? null
            : new LinearGroup(group, [.. forms.Select(form => form!.Factors)], [.. forms.Select(form => form!.Addend)]) { Lower = forms[0]!.Lower, Upper = forms[0]!.Upper };
    }

    /// <summary>A value as a linear function of the previous values of states; null if it is none.</summary>
    private Form? FormOf(CellNode node, IReadOnlyList<CellState> group)
    {
        // The value of a state after the step is not known before it is solved, even if it reads known values only.
        if (_cell.StateOf(node) is { } of && group.Contains(of) ? node is not LeafNode && node.Operands.All(IsKnown) : IsKnown(node))
        {
            return new Form([.. group.Select(_ => Coefficient.Zero)], new Coefficient(0, node));
        }

        return node switch
        {
            PreviousNode previous when group.Contains(previous.State) => new Form([.. group.Select(state => state == previous.State ? Coefficient.One : Coefficient.Zero)], Coefficient.Zero),
            SameNode same => FormOf(same.Operand, group),
            AffineNode affine when FormOf(affine.Operand, group) is { } operand => (affine.Scale * operand).Plus(affine.Shift),
            SumNode sum when FormOf(sum.Left, group) is { } left && FormOf(sum.Right, group) is { } right => left.Plus(right),
            DifferenceNode difference when FormOf(difference.Left, group) is { } left && FormOf(difference.Right, group) is { } right => left.Plus(-1 * right),
            TimesNode times when IsKnown(times.Right) && FormOf(times.Left, group) is { } left => left.Times(times.Right),
            TimesNode times when IsKnown(times.Left) && FormOf(times.Right, group) is { } right => right.Times(times.Left),
            QuotientNode quotient when IsKnown(quotient.Right) && FormOf(quotient.Left, group) is { } left => left.Times(new FunctionNode(CellFunction.Reciprocal, quotient.Right)),
            LerpNode lerp when IsKnown(lerp.Weight) && FormOf(lerp.Start, group)?.Times(new AffineNode(lerp.Weight, -1, 1)) is { } start && FormOf(lerp.End, group)?.Times(lerp.Weight) is { } end => start.Plus(end),

            // A multiple by a number of each sequence.
            OuterNode { Left: var number } multiple when number.Extent == CellExtent.One && IsKnown(number) && FormOf(multiple.Right, group) is { } right => right.Times(new RepeatNode(number, multiple.Extent)),

            FunctionNode { Function: CellFunction.Relu } relu when FormOf(relu.Operand, group) is { } operand => operand.Clipped(Coefficient.Zero, isLargest: true),
            ClampNode clamp when FormOf(clamp.Operand, group) is { } operand => operand.Clipped(new Coefficient(clamp.Bound, null), clamp.IsLargest),
            ExtremeNode extreme when IsKnown(extreme.Right) && FormOf(extreme.Left, group) is { } left => left.Clipped(new Coefficient(0, extreme.Right), extreme.IsLargest),
            ExtremeNode extreme when IsKnown(extreme.Left) && FormOf(extreme.Right, group) is { } right => right.Clipped(new Coefficient(0, extreme.Left), extreme.IsLargest),
            _ => null,
        };
    }

    private bool IsKnown(CellNode node)
    {
        if (!_isKnown.TryGetValue(node, out var known))
        {
            known = _cell.StateOf(node) is { } state ? _solved.Contains(state)
                : node is PreviousNode previous ? _solved.Contains(previous.State)
                : node.Operands.All(IsKnown);
            _isKnown.Add(node, known);
        }

        return known;
    }

    /// <summary>min(max(Σ factor_j ⊙ s_j,t-1 + addend, lower), upper)</summary>
    private sealed record Form(IReadOnlyList<Coefficient> Factors, Coefficient Addend)
    {
        /// <summary>The lower bound; null for none.</summary>
        public Coefficient? Lower { get; init; }

        /// <summary>The upper bound, which holds where the bounds cross; null for none.</summary>
        public Coefficient? Upper { get; init; }

        public bool IsClipped => Lower is not null || Upper is not null;

        private bool IsAddend => !IsClipped && Factors.All(factor => factor.IsZero);

        public Form Plus(double number) => Shifted(new Coefficient(number, null));

        /// <summary>The sum; null if it is no such form.</summary>
        public Form? Plus(Form other) => !IsClipped && !other.IsClipped ? new([.. Factors.Zip(other.Factors, (one, two) => one + two)], Addend + other.Addend)
            : other.IsAddend ? Shifted(other.Addend)
            : IsAddend ? other.Shifted(Addend)
            : null;

        /// <summary>The product with a known value; null if it is no such form, a single bound would be one of the other side where the value is negative.</summary>
        public Form? Times(CellNode known)
        {
            var product = new Form([.. Factors.Select(factor => factor * known)], Addend * known);
            if (!IsClipped || ValueRanges.IsNotNegative(known))
            {
                return product with { Lower = Lower is null ? null : Lower * known, Upper = Upper is null ? null : Upper * known };
            }

            if (Lower is null || Upper is null)
            {
                return null;
            }

            // The upper bound holds where they cross; where the value is negative, they change places.
            var (least, most) = (Coefficient.Extreme(Lower, Upper, isLargest: false) * known, Upper * known);
            return product with { Lower = Coefficient.Extreme(least, most, isLargest: false), Upper = Coefficient.Extreme(least, most, isLargest: true) };
        }

        /// <summary>The larger or the smaller of the form and a bound.</summary>
        public Form Clipped(Coefficient bound, bool isLargest) => isLargest
            ? this with { Lower = Lower is null ? bound : Coefficient.Extreme(Lower, bound, isLargest: true), Upper = Upper is null ? null : Coefficient.Extreme(Upper, bound, isLargest: true) }
            : this with { Upper = Upper is null ? bound : Coefficient.Extreme(Upper, bound, isLargest: false) };

        private Form Shifted(Coefficient by) => this with { Addend = Addend + by, Lower = Lower is null ? null : Lower + by, Upper = Upper is null ? null : Upper + by };

        public static Form operator *(double scale, Form form)
        {
            var (lower, upper) = (form.Lower is { } least ? scale * least : null, form.Upper is { } most ? scale * most : null);
            var scaled = new Form([.. form.Factors.Select(factor => scale * factor)], scale * form.Addend) { Lower = lower, Upper = upper };

            // The upper bound holds where the bounds cross, also when it becomes the lower one.
            return scale >= 0 ? scaled : scaled with { Lower = upper, Upper = lower is null || upper is null ? lower : Coefficient.Extreme(lower, upper, isLargest: true) };
        }
    }
}
