using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Scans;

/// <summary>
/// Proves that the states of a cell are linear in their previous values, one or two after the other. A value is known if it depends on inputs, weights, masks and states that are known
/// for all steps. It is linear in states if it is known, or the previous value of one, or a sum or difference of linear values, or the product or quotient of one with a known value, or an
/// interpolation between two by a known weight.
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

        var (states, groups) = (new LinearStates(cell), new List<LinearGroup>());
        while (states._solved.Count < cell.States.Count)
        {
            if (states.Candidates().Select(states.Solve).FirstOrDefault(solved => solved is not null) is not { } next)
            {
                return null;
            }

            groups.Add(next);
            states._solved.UnionWith(next.States);
            states._isKnown.Clear();
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
        return forms.Contains(null) ? null : new LinearGroup(group, [.. forms.Select(form => form!.Factors)], [.. forms.Select(form => form!.Addend)]);
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
            SumNode sum when FormOf(sum.Left, group) is { } left && FormOf(sum.Right, group) is { } right => left + right,
            DifferenceNode difference when FormOf(difference.Left, group) is { } left && FormOf(difference.Right, group) is { } right => left + (-1 * right),
            TimesNode times when IsKnown(times.Right) && FormOf(times.Left, group) is { } left => left * times.Right,
            TimesNode times when IsKnown(times.Left) && FormOf(times.Right, group) is { } right => right * times.Left,
            QuotientNode quotient when IsKnown(quotient.Right) && FormOf(quotient.Left, group) is { } left => left * new FunctionNode(CellFunction.Reciprocal, quotient.Right),
            LerpNode lerp when IsKnown(lerp.Weight) && FormOf(lerp.Start, group) is { } start && FormOf(lerp.End, group) is { } end =>
                (start * new AffineNode(lerp.Weight, -1, 1)) + (end * lerp.Weight),
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

    /// <summary>Σ factor_j ⊙ s_j,t-1 + addend</summary>
    private sealed record Form(IReadOnlyList<Coefficient> Factors, Coefficient Addend)
    {
        public Form Plus(double number) => this with { Addend = Addend with { Number = Addend.Number + number } };

        public static Form operator +(Form left, Form right) => new([.. left.Factors.Zip(right.Factors, (one, other) => one + other)], left.Addend + right.Addend);

        public static Form operator *(double scale, Form form) => new([.. form.Factors.Select(factor => scale * factor)], scale * form.Addend);

        public static Form operator *(Form form, CellNode known) => new([.. form.Factors.Select(factor => factor * known)], form.Addend * known);
    }
}
