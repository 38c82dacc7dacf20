using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Runtime.Tests.Recurrence;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Cells;

/// <summary>
/// One step of a cell for one sequence, straight from its equations: names are looked up, operators are called, and nothing is rearranged. What emitted code
/// is held against.
/// </summary>
/// <param name="equations">The equations, as they were read.</param>
/// <param name="inputs">The parts of the input and how long they are; none for one input.</param>
/// <param name="states">The states by their names in a state record, in its order, and their sizes; a vector has one column.</param>
/// <param name="parameter">A parameter of this layer and direction, by its name.</param>
/// <param name="zoneout">How much of each state stays in evaluation.</param>
/// <param name="masks">What is hidden and kept; <c>null</c> in evaluation.</param>
/// <param name="row">Which sequence of the batch it is, for the masks.</param>
internal sealed class EquationCell(
    EquatableArray<Equation> equations, IReadOnlyList<(string Name, long Size)> inputs, IReadOnlyList<(string Name, long Rows, long Columns)> states, Func<string, Tensor> parameter, double[] zoneout, PaperMasks.Cell? masks, int row)
    : IPaperCell
{
    public Tensor[] Zeros() => [.. states.Select(state => zeros(state.Rows * state.Columns, dtype: ScalarType.Float64))];

    public Tensor[] Next(Tensor x, Tensor[] before, int step)
    {
        var now = new Dictionary<string, Tensor>(StringComparer.Ordinal) { ["x"] = x };
        var first = 0L;
        foreach (var (name, size) in inputs)
        {
            now[name] = x.narrow(0, first, size);
            first += size;
        }

        var names = states.Select(state => equations.Select(equation => equation.Target.Name.Key).First(key => PropertyOf(key) == state.Name)).ToList();
        foreach (var equation in equations)
        {
            now[equation.Target.Name.Key] = Of(equation.Value);
        }

        return [.. names.Select((name, i) =>
        {
            var fresh = now[name].flatten().expand(before[i].shape);
            return zoneout[i] <= 0 ? fresh : Mix(fresh, before[i], masks?.Kept[i][step, row] ?? full_like(fresh, zoneout[i]));
        })];

        Tensor Of(Expression expression) => expression switch
        {
            NumberExpression number => tensor(number.Value, dtype: ScalarType.Float64),
            NameExpression { Time: TimeIndex.Previous } name => Previous(names.IndexOf(name.Name.Key)),
            NameExpression { IsTransposed: true } name => parameter(name.Name.Key).t(),
            NameExpression name => now.TryGetValue(name.Name.Key, out var value) ? value : parameter(name.Name.Key),
            NegateExpression negate => -Of(negate.Operand),
            ConcatExpression concat => cat([.. concat.Items.Select(Of)]),
            CallExpression call => Call(call.Function!.Kind, [.. call.Arguments.Select(Of)]),
            SelectionExpression selection => where(Holds(selection.Condition), Of(selection.Then), Of(selection.Otherwise)),
            BinaryExpression { Operator: BinaryOperator.Add } sum => Of(sum.Left) + Of(sum.Right),
            BinaryExpression { Operator: BinaryOperator.Subtract } difference => Of(difference.Left) - Of(difference.Right),
            BinaryExpression { Operator: BinaryOperator.Times } times => Of(times.Left) * Of(times.Right),
            BinaryExpression { Operator: BinaryOperator.Divide } quotient => Of(quotient.Left) / Of(quotient.Right),
            BinaryExpression { Right: TransposeExpression row } outer => Of(outer.Left).outer(Of(row.Operand)),
            BinaryExpression { Left: TransposeExpression { Operand: NameExpression { Time: TimeIndex.None } learned } } inner when !now.ContainsKey(learned.Name.Key) => parameter(learned.Name.Key).matmul(Of(inner.Right)),
            BinaryExpression { Left: TransposeExpression row } inner => Of(row.Operand).t().matmul(Of(inner.Right)).atleast_1d(),
            BinaryExpression { Left: NumberExpression scale } scaled => scale.Value * Of(scaled.Right),
            BinaryExpression product => Of(product.Left).matmul(Shown(product.Right)),
            _ => throw new InvalidOperationException($"{expression} has no value."),
        };

        Tensor Previous(int index) => states[index].Columns == 1 ? before[index] : before[index].reshape(states[index].Rows, states[index].Columns);

        Tensor Holds(Expression condition) => condition switch
        {
            LogicalExpression { IsAnd: true } both => Holds(both.Left).logical_and(Holds(both.Right)),
            LogicalExpression either => Holds(either.Left).logical_or(Holds(either.Right)),
            ComparisonExpression { Operator: ComparisonOperator.Greater } larger => Of(larger.Left).gt(Of(larger.Right)),
            ComparisonExpression { Operator: ComparisonOperator.Less } smaller => Of(smaller.Left).lt(Of(smaller.Right)),
            ComparisonExpression { Operator: ComparisonOperator.AtLeast } larger => Of(larger.Left).ge(Of(larger.Right)),
            ComparisonExpression { Operator: ComparisonOperator.AtMost } smaller => Of(smaller.Left).le(Of(smaller.Right)),
            _ => throw new InvalidOperationException($"{condition} is no condition of the library."),
        };

        // Gal and Ghahramani 2016: products see only some of the output of the step before.
        Tensor Shown(Expression operand) => masks?.Shown is not { } mask ? Of(operand) : operand switch
        {
            NameExpression { Time: TimeIndex.Previous, Name.Key: "h" } name => Of(name) * mask[step, row],
            ConcatExpression concat => cat([.. concat.Items.Select(Shown)]),
            NegateExpression negate => -Shown(negate.Operand),
            BinaryExpression { Operator: BinaryOperator.Times } times => Shown(times.Left) * Shown(times.Right),
            BinaryExpression { Operator: BinaryOperator.Divide } quotient => Shown(quotient.Left) / Of(quotient.Right),
            _ => Of(operand),
        };
    }

    private static Tensor Mix(Tensor fresh, Tensor old, Tensor keep) => (keep * old) + ((1 - keep) * fresh);

    private static Tensor Call(FunctionKind function, Tensor[] arguments) => function switch
    {
        FunctionKind.Sigmoid => 1 / (1 + exp(-arguments[0])),
        FunctionKind.Tanh => tanh(arguments[0]),
        FunctionKind.Relu => arguments[0].maximum(zeros_like(arguments[0])),
        FunctionKind.Softplus => log(1 + exp(arguments[0])),
        FunctionKind.Exp => exp(arguments[0]),
        FunctionKind.Log => log(arguments[0]),
        FunctionKind.Sqrt => sqrt(arguments[0]),
        FunctionKind.Softmax => exp(arguments[0]) / exp(arguments[0]).sum(),
        FunctionKind.LayerNorm => (arguments[0] - arguments[0].mean()) / ((arguments[0] - arguments[0].mean()).square().mean() + 1e-5).sqrt(),
        FunctionKind.Abs => arguments[0].abs(),
        FunctionKind.Elu => where(arguments[0].gt(0), arguments[0], exp(arguments[0]) - 1),
        FunctionKind.Max => maximum(arguments[0], arguments[1]),
        FunctionKind.Sin => arguments[0].sin(),
        FunctionKind.Cos => arguments[0].cos(),
        FunctionKind.Erf => arguments[0].erf(),
        FunctionKind.Floor => arguments[0].floor(),
        FunctionKind.Mod => arguments[0] - (arguments[1] * (arguments[0] / arguments[1]).floor()),
        FunctionKind.Sign => arguments[0].sign(),
        FunctionKind.Min => minimum(arguments[0], arguments[1]),
        _ => throw new InvalidOperationException($"{function} has no definition in this reference."),
    };

    /// <summary>What a state record calls a state.</summary>
    public static string PropertyOf(string key) => key switch
    {
        "h" => "Hidden",
        "c" or "C" => "Cell",
        _ => Identifiers.ToPascalCase(key),
    };
}
