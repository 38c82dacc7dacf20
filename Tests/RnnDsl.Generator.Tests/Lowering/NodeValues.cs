using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Computes a node from its operands.</summary>
internal static class NodeValues
{
    /// <summary>The value of a node that is no input of the step.</summary>
    /// <param name="node">The node.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="operand">Reads an operand. Operands are read in their order.</param>
    public static Rows Compute(CellNode node, IReadOnlyDictionary<CellWeight, Rows> weights, Sizes sizes, Func<CellNode, Rows> operand)
    {
        switch (node)
        {
            case SliceNode slice:
                return operand(slice.Of).Columns(sizes.Of(slice.First), sizes.Of(slice.Extent));

            case ProductNode product:
                var linear = operand(product.Operand).Times(weights[product.Weight].Transpose());
                return product.Bias is { } bias ? linear + weights[bias] : linear;

            case NormNode norm:
                var normal = operand(norm.Operand).Normalise(norm.Blocks) * weights[norm.Gain];
                return norm.Bias is { } shift ? normal + weights[shift] : normal;

            case SumNode sum:
                return operand(sum.Left) + operand(sum.Right);

            case DifferenceNode difference:
                return operand(difference.Left) - operand(difference.Right);

            case TimesNode times:
                return operand(times.Left) * operand(times.Right);

            case QuotientNode quotient:
                return operand(quotient.Left) / operand(quotient.Right);

            case ExtremeNode extreme:
                return Rows.Zip(operand(extreme.Left), operand(extreme.Right), extreme.IsLargest ? Math.Max : Math.Min);

            case ClampNode clamp:
                return operand(clamp.Operand).Map(value => clamp.IsLargest ? Math.Max(value, clamp.Bound) : Math.Min(value, clamp.Bound));

            case SelectNode select:
                return Rows.Select(select.Comparison, Value(select.Left), Value(select.Right), Value(select.Then), Value(select.Otherwise));

            case RemainderNode remainder:
                return Rows.Zip(Value(remainder.Operand), Value(remainder.Modulus), RowFunctions.Remainder);

            case AffineNode affine:
                return operand(affine.Operand).Map(value => (affine.Scale * value) + affine.Shift);

            case LerpNode lerp:
                var (start, end, weight) = (operand(lerp.Start), operand(lerp.End), operand(lerp.Weight));
                return ((Rows.Constant(1) - weight) * start) + (weight * end);

            case FunctionNode function:
                return operand(function.Operand).Map(Function(function.Function));

            case RepeatNode repeat:
                return operand(repeat.Operand) * Rows.Constant(1, 1, sizes.Of(repeat.Extent));

            case OuterNode outer:
                return operand(outer.Left).Outer(operand(outer.Right));

            case ContractedNode contracted:
                return operand(contracted.Matrix).Contract(operand(contracted.Vector), contracted.IsTransposed);

            case SoftmaxNode softmax:
                return operand(softmax.Operand).Softmax();

            case ConcatNode concat:
                return Rows.Join([.. concat.Operands.Select(operand)]);

            case SameNode same:
                return operand(same.Operand).Copy();

            default:
                throw new InvalidOperationException($"A {node.GetType().Name} is not interpreted.");
        }

        Rows Value(NodeOrNumber value) => value.Node is { } read ? operand(read) : Rows.Constant(value.Number);
    }

    public static Func<double, double> Function(CellFunction function) => function switch
    {
        CellFunction.Sigmoid => RowFunctions.Sigmoid,
        CellFunction.Tanh => Math.Tanh,
        CellFunction.Relu => RowFunctions.Relu,
        CellFunction.Exp => Math.Exp,
        CellFunction.Log => Math.Log,
        CellFunction.Sqrt => Math.Sqrt,
        CellFunction.Softplus => RowFunctions.Softplus,
        CellFunction.Sin => Math.Sin,
        CellFunction.Cos => Math.Cos,
        CellFunction.Erf => RowFunctions.Erf,
        CellFunction.Sign => static value => double.IsNaN(value) ? value : Math.Sign(value),
        CellFunction.Floor => Math.Floor,
        CellFunction.Reciprocal => static value => 1 / value,
        _ => throw new InvalidOperationException($"{function} is not interpreted."),
    };
}
