using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>Prints values of equations as the expressions that compute them, for one step or for all steps at once.</summary>
/// <param name="scalars">The numbers that the expressions compute with.</param>
/// <param name="names">How types are written.</param>
/// <param name="facts">What values depend on.</param>
/// <param name="batch">The sizes before the last one, as code: what a vector of weights is repeated over.</param>
internal sealed class ValuePrinter(LoopScalars scalars, TypeNames names, ValueFacts facts, string batch)
{
    private readonly Dictionary<CellValue, string> _locals = [];

    /// <summary>The numbers that the expressions compute with.</summary>
    public LoopScalars Scalars => scalars;

    /// <summary>What is multiplied in place of an operand of products: with recurrent dropout, some of a state is hidden from them.</summary>
    public Dictionary<CellValue, string> InProducts { get; } = [];

    /// <summary>What a product multiplies with in place of its matrix: with dropped weights, some of those of a state are zero.</summary>
    public Dictionary<ProductValue, string> Dropped { get; } = [];

    /// <summary>How a matrix is written, where it is not its local.</summary>
    public Func<CellParameter, string> Matrix { get; init; } = parameter => parameter.Name.Key;

    /// <summary>Says which local holds a value.</summary>
    public void Declare(CellValue value, string local)
    {
        if (!_locals.ContainsKey(value))
        {
            _locals.Add(value, local);
        }
    }

    public bool IsDeclared(CellValue value) => _locals.ContainsKey(value);

    /// <summary>The value as an expression.</summary>
    public string Print(CellValue value) => _locals.TryGetValue(value, out var local) ? local : PrintAnew(value);

    /// <summary>The value as an expression of what it is made of, also where a local holds it.</summary>
    public string PrintAnew(CellValue value)
    {
        switch (value)
        {
            case NumberValue number:
                return Scalars[number.Value];

            case ProductValue product:
                return $"{names.Nn}.functional.linear({Operand(product.Operand)}, {(Dropped.TryGetValue(product, out var dropped) ? dropped : Matrix(product.Matrix))})";

            case ConcatValue concat:
                return Join(concat, Print);

            case BinaryValue { Operator: ValueOperator.Add, Left: NumberValue number, Right: BinaryValue { Operator: ValueOperator.Times, Left: NumberValue { Value: -1 } } negated }:
                return $"{Within(negated.Right, Level.Primary)}.neg().add({Scalars[number.Value]}, {Scalars.One})";

            case BinaryValue { Operator: ValueOperator.Subtract, Left: NumberValue number } difference:
                return $"{Within(difference.Right, Level.Primary)}.neg().add({Scalars[number.Value]}, {Scalars.One})";

            case BinaryValue { Operator: ValueOperator.Add, Left: NumberValue number } sum:
                return $"{Within(sum.Right, Level.Primary)}.add({Scalars[number.Value]}, {Scalars.One})";

            case BinaryValue { Operator: ValueOperator.Add, Right: BinaryValue { Operator: ValueOperator.Times, Left: NumberValue { Value: -1 } } negated } sum:
                return $"{Left(sum.Left, Level.Sum)} - {Within(negated.Right, Level.Factor)}";

            case BinaryValue { Operator: ValueOperator.Times, Left: NumberValue { Value: -1 } } negated:
                return $"-{Within(negated.Right, Level.Primary)}";

            case BinaryValue { Operator: ValueOperator.Max or ValueOperator.Min, Right: NumberValue bound } clamp:
                return $"{Within(clamp.Left, Level.Primary)}.clamp_{(clamp.Operator == ValueOperator.Max ? "min" : "max")}({Scalars[bound.Value]})";

            case BinaryValue { Operator: ValueOperator.Max or ValueOperator.Min } extreme:
                return $"{names.Torch}.{(extreme.Operator == ValueOperator.Max ? "maximum" : "minimum")}({Print(extreme.Left)}, {Print(extreme.Right)})";

            case BinaryValue { Operator: ValueOperator.Add } sum:
                return $"{Within(sum.Left, Level.Primary)}.add({Print(sum.Right)}, {Scalars.One})";

            case BinaryValue { Operator: ValueOperator.Subtract, Right: NumberValue number } difference:
                return $"{Within(difference.Left, Level.Primary)}.sub({Scalars[number.Value]})";

            case BinaryValue binary:
                return binary.Operator switch
                {
                    ValueOperator.Subtract => $"{Left(binary.Left, Level.Sum)} - {Within(binary.Right, Level.Factor)}",
                    ValueOperator.Times => $"{Left(binary.Left, Level.Factor)} * {Within(binary.Right, Level.Primary)}",
                    _ => $"{Left(binary.Left, Level.Factor)} / {Within(binary.Right, Level.Primary)}",
                };

            case FunctionValue { Function: FunctionKind.Softplus } softplus:
                return $"{names["CellFunctions"]}.Softplus({Print(softplus.Operand)})";

            case FunctionValue { Function: FunctionKind.Softmax } softmax:
                return $"{names.Nn}.functional.softmax({Print(softmax.Operand)}, -1)";

            case FunctionValue { Function: FunctionKind.LayerNorm } norm:
                return $"{names["CellNorm"]}.Of({Print(norm.Operand)})";

            case FunctionValue function:
                return $"{Within(function.Operand, Level.Primary)}.{function.Function.ToString().ToLowerInvariant()}()";

            default:
                throw new InvalidOperationException($"No local holds a {value.GetType().Name}.");
        }
    }

    /// <summary>What a matrix multiplies: a state itself, or as a factor, is seen as products see it.</summary>
    private string Operand(CellValue operand) => operand switch
    {
        _ when InProducts.TryGetValue(operand, out var hidden) => hidden,
        ConcatValue concat => Join(concat, Operand),
        BinaryValue { Operator: ValueOperator.Times } times when times.Operands.Any(InProducts.ContainsKey) => $"{Factor(times.Left)} * {Factor(times.Right)}",
        _ => Print(operand),
    };

    /// <summary>One behind the other; what is the same for all sequences is repeated beside what is not.</summary>
    private string Join(ConcatValue concat, Func<CellValue, string> print) =>
        $"{names.Torch}.cat([{string.Join(", ", concat.Operands.Select(item => facts.Of(item) == Dependence.Parameters && facts.Of(concat) > Dependence.Parameters ? $"{Within(item)}.expand({batch}, -1)" : print(item)))}], -1)";

    private string Factor(CellValue factor) => InProducts.TryGetValue(factor, out var hidden) ? hidden : Within(factor, Level.Primary);

    /// <summary>As a factor or what a method is called on.</summary>
    public string Within(CellValue value) => Within(value, Level.Primary);

    private string Left(CellValue value, Level level) => Within(value, level);

    private string Within(CellValue value, Level level)
    {
        var text = Print(value);
        return _locals.ContainsKey(value) || LevelOf(value) >= level ? text : $"({text})";
    }

    private static Level LevelOf(CellValue value) => value switch
    {
        BinaryValue { Operator: ValueOperator.Subtract, Left: not NumberValue, Right: not NumberValue } => Level.Sum,
        BinaryValue { Operator: ValueOperator.Add, Left: not NumberValue, Right: BinaryValue { Operator: ValueOperator.Times, Left: NumberValue { Value: -1 } } } => Level.Sum,
        BinaryValue { Operator: ValueOperator.Times, Left: NumberValue { Value: -1 } } => Level.Sum,
        BinaryValue { Operator: ValueOperator.Times or ValueOperator.Divide } => Level.Factor,
        _ => Level.Primary,
    };

    private enum Level
    {
        Sum,
        Factor,
        Primary,
    }
}
