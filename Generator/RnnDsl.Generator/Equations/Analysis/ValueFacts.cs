using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Analysis;

/// <summary>The dependencies and the uses of the values of a cell.</summary>
internal sealed class ValueFacts
{
    private readonly Dictionary<CellValue, Dependence> _dependence = [];
    private readonly Dictionary<CellValue, int> _readers = [];
    private readonly HashSet<CellValue> _seen = [];

    public ValueFacts(TypedCell cell)
    {
        foreach (var state in cell.States)
        {
            Read(cell.NextOf(state));
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

    /// <summary>All values that the states depend on.</summary>
    public IEnumerable<CellValue> All => _seen;

    /// <summary>The recurrent projections: products whose operand depends on a state.</summary>
    public IEnumerable<ProductValue> RecurrentProducts => All.OfType<ProductValue>().Where(product => Of(product.Operand) == Dependence.State);

    /// <summary>The number of values and states that use a value.</summary>
    public int ReadersOf(CellValue value) => _readers.TryGetValue(value, out var readers) ? readers : 0;

    public Dependence Of(CellValue value)
    {
        if (!_dependence.TryGetValue(value, out var dependence))
        {
            dependence = value switch
            {
                NumberValue => Dependence.Number,
                InputValue => Dependence.Input,
                PreviousValue or MaskValue => Dependence.State,
                ParameterValue or OnesValue => Dependence.Parameters,

                // Computed step by step: over all steps it would take as much memory as the states that it is added to.
                OuterValue { IsMatrix: true } => Dependence.State,
                ProductValue product => Max(Dependence.Parameters, Of(product.Operand)),
                _ => value.Operands.Select(Of).Max(),
            };
            _dependence.Add(value, dependence);
        }

        return dependence;
    }

    private static Dependence Max(Dependence one, Dependence other) => one > other ? one : other;
}

/// <summary>The dependencies of a value; each member includes the previous ones.</summary>
internal enum Dependence
{
    Number,

    /// <summary>Parameters and constants: the same for all sequences and steps.</summary>
    Parameters,

    /// <summary>The input: known for all steps before the first.</summary>
    Input,

    /// <summary>A state, known after the previous step, or a mask.</summary>
    State,
}
