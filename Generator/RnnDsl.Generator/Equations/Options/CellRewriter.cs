using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Options;

/// <summary>Rewrites the values of a cell. What does not change stays the same value, and the given cell is left as it is.</summary>
internal abstract class CellRewriter(TypedCell cell)
{
    private readonly Dictionary<CellValue, CellValue> _rewritten = [];

    protected TypedCell Cell => cell;

    /// <summary>Creates the values of the rewritten cell.</summary>
    protected ValueTable Values { get; } = cell.Values.Copy();

    /// <summary>The rewritten value.</summary>
    protected CellValue this[CellValue value]
    {
        get
        {
            if (!_rewritten.TryGetValue(value, out var rewritten))
            {
                _rewritten.Add(value, rewritten = Rewrite(value));
            }

            return rewritten;
        }
    }

    protected virtual CellValue Rewrite(CellValue value) => Values.With(value, operand => this[operand]);

    /// <summary>The rewritten cell.</summary>
    /// <param name="definitions">Its equations; those that no state depends on are left out.</param>
    /// <param name="next">The states after a step.</param>
    protected TypedCell Finish(IEnumerable<CellDefinition> definitions, Func<CellStateSymbol, CellValue> next)
    {
        var states = cell.States.ToDictionary(state => state, next);
        var reached = new HashSet<CellValue>();
        var rest = new Stack<CellValue>(states.Values);
        while (rest.Count > 0)
        {
            var value = rest.Pop();
            if (reached.Add(value))
            {
                foreach (var operand in value.Operands)
                {
                    rest.Push(operand);
                }
            }
        }

        return cell.With([.. definitions.Where(definition => reached.Contains(definition.Value) || definition.Value is NumberValue)], Values, states);
    }
}
