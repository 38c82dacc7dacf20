using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Analysis;

/// <summary>What the values of a cell depend on, and who reads them.</summary>
internal sealed class ValueFacts
{
    private readonly Dictionary<CellValue, Dependence> _dependence = [];
    private readonly Dictionary<CellValue, int> _readers = [];
    private readonly HashSet<CellValue> _seen = [];

    public ValueFacts(TypedCell cell)
    {
        foreach (var state in cell.States)
        {
            Read(state.Next!);
        }

        void Read(CellValue value)
        {
            _readers[value] = _readers.TryGetValue(value, out var readers) ? readers + 1 : 1;
            if (_seen.Add(value))
            {
                foreach (var operand in value.Operands.Distinct())
                {
                    Read(operand);
                }
            }
        }
    }

    /// <summary>Every value that the states come of.</summary>
    public IEnumerable<CellValue> All => _seen;

    /// <summary>The products with what depends on a state: those of the recurrent weights.</summary>
    public IEnumerable<ProductValue> RecurrentProducts => All.OfType<ProductValue>().Where(product => Of(product.Operand) == Dependence.State);

    /// <summary>How many values and states read a value.</summary>
    public int ReadersOf(CellValue value) => _readers.TryGetValue(value, out var readers) ? readers : 0;

    public Dependence Of(CellValue value)
    {
        if (!_dependence.TryGetValue(value, out var dependence))
        {
            dependence = value switch
            {
                NumberValue => Dependence.Number,
                InputValue => Dependence.Input,
                PreviousValue => Dependence.State,
                ParameterValue => Dependence.Parameters,
                ProductValue product => Max(Dependence.Parameters, Of(product.Operand)),
                _ => value.Operands.Select(Of).Max(),
            };
            _dependence.Add(value, dependence);
        }

        return dependence;
    }

    private static Dependence Max(Dependence one, Dependence other) => one > other ? one : other;
}

/// <summary>What a value depends on at most; what depends on more comes later.</summary>
internal enum Dependence
{
    Number,

    /// <summary>The same for all sequences and steps.</summary>
    Parameters,

    /// <summary>Known for all steps before the first.</summary>
    Input,

    /// <summary>Known when the step before is done.</summary>
    State,
}
