using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>The values of the equations at one step, each computed from its operands.</summary>
/// <param name="parameters">The parameters.</param>
/// <param name="input">x_t; null where no value reads it.</param>
/// <param name="states">The states of the step before; empty where no value reads them.</param>
/// <param name="sizes">The sizes.</param>
internal sealed class EquationValues(
    IReadOnlyDictionary<CellParameter, Rows> parameters, Rows? input, IReadOnlyDictionary<CellStateSymbol, Rows> states, Sizes sizes)
{
    private readonly Dictionary<CellValue, Rows> _known = [];

    /// <summary>The masks of the options of a cell.</summary>
    public Func<MaskValue, Rows> Masks { get; init; } = static mask => throw new InvalidOperationException($"There is no mask {mask.Kind} of '{mask.State.Name.Key}'.");

    public Rows this[CellValue value]
    {
        get
        {
            if (!_known.TryGetValue(value, out var rows))
            {
                _known.Add(value, rows = Compute(value));
            }

            return rows;
        }
    }

    private Rows Compute(CellValue value) => value switch
    {
        NumberValue number => Rows.Constant(number.Value),
        InputValue => input ?? throw new InvalidOperationException("There is no input."),
        PreviousValue previous => states[previous.State],
        MaskValue mask => Masks(mask),
        ParameterValue { Term: not null, Parameter: { IsScalar: true } number } repeated => Rows.Constant(parameters[number][0, 0], 1, sizes.Of(repeated.Length)),
        ParameterValue parameter => parameters[parameter.Parameter],
        MatrixRowsValue rows => parameters[rows.Parameter].Transpose().Columns(sizes.Of(CellLength.Sum(rows.Before)), sizes.Of(rows.Rows)).Transpose(),
        OnesValue ones => Rows.Constant(1, 1, sizes.Of(ones.Length)),
        MatrixValue matrix => matrix.IsTransposed ? parameters[matrix.Parameter].Transpose() : parameters[matrix.Parameter],
        IdentityValue identity => Rows.Identity(parameters[identity.Like].Count),
        ProductValue product => this[product.Operand].Times(parameters[product.Matrix].Transpose()),
        PartValue part => this[part.Whole].Columns(sizes.Of(CellLength.Sum(part.Before)), sizes.Of(part.Length)),
        RepeatedValue repeated => this[repeated.Operand] * Rows.Constant(1, 1, sizes.Of(repeated.Length)),
        OuterValue outer => this[outer.Left].Outer(this[outer.Right]),
        ContractedValue contracted => this[contracted.Matrix].Contract(this[contracted.Vector], contracted.IsTransposed),
        ConcatValue concat => Rows.Join([.. concat.Operands.Select(item => this[item])]),
        BinaryValue binary => Compute(binary.Operator, this[binary.Left], this[binary.Right]),
        SelectedValue selected => Rows.Select(selected.Comparison, this[selected.Left], this[selected.Right], this[selected.Then], this[selected.Otherwise]),
        FunctionValue function => Compute(function.Function, this[function.Operand]),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is not interpreted."),
    };

    private static Rows Compute(ValueOperator @operator, Rows left, Rows right) => @operator switch
    {
        ValueOperator.Add => left + right,
        ValueOperator.Subtract => left - right,
        ValueOperator.Times => left * right,
        ValueOperator.Divide => left / right,
        ValueOperator.Max => Rows.Zip(left, right, Math.Max),
        ValueOperator.Min => Rows.Zip(left, right, Math.Min),
        ValueOperator.Remainder => Rows.Zip(left, right, RowFunctions.Remainder),
        _ => throw new InvalidOperationException($"{@operator} is not interpreted."),
    };

    private static Rows Compute(FunctionKind function, Rows operand) => function switch
    {
        FunctionKind.Sigmoid => operand.Map(RowFunctions.Sigmoid),
        FunctionKind.Tanh => operand.Map(Math.Tanh),
        FunctionKind.Relu => operand.Map(RowFunctions.Relu),
        FunctionKind.Softplus => operand.Map(RowFunctions.Softplus),
        FunctionKind.Exp => operand.Map(Math.Exp),
        FunctionKind.Log => operand.Map(Math.Log),
        FunctionKind.Sqrt => operand.Map(Math.Sqrt),
        FunctionKind.Sin => operand.Map(Math.Sin),
        FunctionKind.Cos => operand.Map(Math.Cos),
        FunctionKind.Erf => operand.Map(RowFunctions.Erf),
        FunctionKind.Sign => operand.Map(static value => double.IsNaN(value) ? value : Math.Sign(value)),
        FunctionKind.Floor => operand.Map(Math.Floor),
        FunctionKind.Softmax => operand.Softmax(),
        FunctionKind.LayerNorm => operand.Normalise(),
        _ => throw new InvalidOperationException($"{function} is not interpreted."),
    };
}
