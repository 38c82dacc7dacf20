using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Scans;

/// <summary>
/// Proves that the states of a cell are linear in their previous values, one after the other. A value is known if it depends on inputs, weights, masks and states that are known for
/// all steps. It is linear in a state if it is known, or the state's previous value, or a sum or difference of linear values, or the product or quotient of one with a known value, or an
/// interpolation between two by a known weight.
/// </summary>
internal sealed class LinearStates
{
    private readonly CellGraph _cell;
    private readonly HashSet<CellState> _solved = [];
    private readonly Dictionary<CellNode, bool> _isKnown = [];

    private LinearStates(CellGraph cell) => _cell = cell;

    /// <summary>The states in an order in which each reads known ones; null if one of them is not linear.</summary>
    public static IReadOnlyList<LinearState>? Of(CellGraph cell)
    {
        if (cell.Attends)
        {
            return null;
        }

        var (states, linear) = (new LinearStates(cell), new List<LinearState>());
        while (linear.Count < cell.States.Count)
        {
            if (cell.States.Where(state => !states._solved.Contains(state)).Select(states.Solve).FirstOrDefault(solved => solved is not null) is not { } next)
            {
                return null;
            }

            linear.Add(next);
            states._solved.Add(next.State);
            states._isKnown.Clear();
        }

        return linear;
    }

    private LinearState? Solve(CellState state) => FormOf(state.Next, state) is { } form ? new LinearState(state, form.Factor, form.Addend) : null;

    /// <summary>A value as a linear function of the previous value of a state; null if it is none.</summary>
    private Form? FormOf(CellNode node, CellState state)
    {
        // The value after the step is not known before it is solved, even if it reads known values only.
        if (node == state.Next ? node is not LeafNode && node.Operands.All(IsKnown) : IsKnown(node))
        {
            return new Form(Coefficient.Zero, new Coefficient(0, node));
        }

        return node switch
        {
            PreviousNode previous when previous.State == state => new Form(Coefficient.One, Coefficient.Zero),
            SameNode same => FormOf(same.Operand, state),
            AffineNode affine when FormOf(affine.Operand, state) is { } operand => (affine.Scale * operand) + new Form(Coefficient.Zero, new Coefficient(affine.Shift, null)),
            SumNode sum when FormOf(sum.Left, state) is { } left && FormOf(sum.Right, state) is { } right => left + right,
            DifferenceNode difference when FormOf(difference.Left, state) is { } left && FormOf(difference.Right, state) is { } right => left + (-1 * right),
            TimesNode times when IsKnown(times.Right) && FormOf(times.Left, state) is { } left => left * times.Right,
            TimesNode times when IsKnown(times.Left) && FormOf(times.Right, state) is { } right => right * times.Left,
            QuotientNode quotient when IsKnown(quotient.Right) && FormOf(quotient.Left, state) is { } left => left * new FunctionNode(CellFunction.Reciprocal, quotient.Right),
            LerpNode lerp when IsKnown(lerp.Weight) && FormOf(lerp.Start, state) is { } start && FormOf(lerp.End, state) is { } end =>
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

    /// <summary>factor ⊙ s_{t-1} + addend</summary>
    private sealed record Form(Coefficient Factor, Coefficient Addend)
    {
        public static Form operator +(Form left, Form right) => new(left.Factor + right.Factor, left.Addend + right.Addend);

        public static Form operator *(double scale, Form form) => new(scale * form.Factor, scale * form.Addend);

        public static Form operator *(Form form, CellNode known) => new(form.Factor * known, form.Addend * known);
    }
}
