using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Rows;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>Prints operations element by element as operations of lanes.</summary>
/// <param name="lanes">How the class of the functions is written.</param>
internal sealed class LaneOperations(string lanes)
{
    private static readonly LaneExpression One = LaneExpression.Constant(1);
    private static readonly LaneExpression Zero = LaneExpression.Constant(0);

    public LaneExpression Compute(CellNode node, IReadOnlyList<LaneExpression> operands) => node switch
    {
        SumNode => operands[0] + operands[1],
        DifferenceNode => operands[0] - operands[1],
        TimesNode => operands[0] * operands[1],
        QuotientNode => operands[0] / operands[1],
        ExtremeNode extreme => LaneExpression.Call(lanes + (extreme.IsLargest ? ".Maximum" : ".Minimum"), operands[0], operands[1]),
        ClampNode clamp => LaneExpression.Call(clamp.IsLargest ? "TLane.Max" : "TLane.Min", LaneExpression.Constant(clamp.Bound), operands[0]),
        SelectNode select => Select(select, operands),
        RemainderNode remainder => Remainder(remainder, operands),
        AffineNode affine => Affine(affine, operands[0]),
        LerpNode => LaneExpression.Call(lanes + ".Lerp", operands[0], operands[1], operands[2]),
        FunctionNode function => Call(function.Function, operands[0]),
        SameNode => operands[0],
        _ => throw new InvalidOperationException($"A {node.GetType().Name} is not computed element by element."),
    };

    /// <summary>A factor of a gradient.</summary>
    /// <param name="factor">The factor.</param>
    /// <param name="value">Its value.</param>
    /// <param name="other">Its other value.</param>
    public LaneExpression Factor(GradientFactor factor, LaneExpression value, LaneExpression? other) => factor.Kind switch
    {
        FactorKind.Value => value,
        FactorKind.Complement => One - value,
        FactorKind.Difference => value - other!,
        FactorKind.Reciprocal => One / value,
        FactorKind.Larger => LaneExpression.Call(lanes + ".IsLarger", value, other!),
        FactorKind.Unbound when factor.Node is ClampNode clamp => clamp.IsLargest
            ? LaneExpression.Call(lanes + ".IsAtLeast", value, LaneExpression.Constant(clamp.Bound))
            : LaneExpression.Call(lanes + ".IsAtLeast", LaneExpression.Constant(clamp.Bound), value),
        FactorKind.Selected when factor.Node is SelectNode select => IsSelected(select, value, other, One, Zero),
        FactorKind.NotSelected when factor.Node is SelectNode select => IsSelected(select, value, other, Zero, One),
        FactorKind.WholeQuotient when factor.Node is RemainderNode remainder => WholeQuotient(remainder, value, other),
        FactorKind.ActivationGradient => ((FunctionNode)factor.Node).Function switch
        {
            CellFunction.Sigmoid => (One - value) * value,
            CellFunction.Tanh => One - (value * value),
            CellFunction.Relu => LaneExpression.Call("TLane.Select", LaneExpression.Call("TLane.LessThan", LaneExpression.Constant(0), value), One, LaneExpression.Constant(0)),
            CellFunction.Softplus => LaneExpression.Call(lanes + ".Sigmoid", value),
            CellFunction.Sin => LaneExpression.Call(lanes + ".Cos", value),
            CellFunction.Cos => -LaneExpression.Call(lanes + ".Sin", value),
            CellFunction.Erf => LaneExpression.Constant(2 / Math.Sqrt(Math.PI)) * LaneExpression.Call(lanes + ".Exp", -(value * value)),
            CellFunction.Sign => LaneExpression.Constant(0) * value,
            var function => throw new InvalidOperationException($"The derivative of {function} is made of other factors."),
        },
        _ => throw new InvalidOperationException($"{factor.Kind} has no code."),
    };

    private static LaneExpression Select(SelectNode select, IReadOnlyList<LaneExpression> operands)
    {
        var rest = new Queue<LaneExpression>(operands);
        return Select(select, Next(select.Left, rest), Next(select.Right, rest), Next(select.Then, rest), Next(select.Otherwise, rest));
    }

    private static LaneExpression Select(SelectNode select, LaneExpression left, LaneExpression right, LaneExpression then, LaneExpression otherwise) => LaneExpression.Call(
        "TLane.Select",
        select.Comparison switch
        {
            SelectionKind.Equal => LaneExpression.Call("TLane.Equal", left, right),
            SelectionKind.AtLeast => LaneExpression.Call("TLane.LessThanOrEqual", right, left),
            _ => LaneExpression.Call("TLane.LessThan", right, left),
        },
        then,
        otherwise);

    private LaneExpression Remainder(RemainderNode remainder, IReadOnlyList<LaneExpression> operands)
    {
        var rest = new Queue<LaneExpression>(operands);
        return LaneExpression.Call(lanes + ".Remainder", Next(remainder.Operand, rest), Next(remainder.Modulus, rest));
    }

    private static LaneExpression Next(NodeOrNumber operand, Queue<LaneExpression> values) => operand.Node is null ? LaneExpression.Constant(operand.Number) : values.Dequeue();

    /// <summary>Two operands of which a factor reads one or both.</summary>
    private static (LaneExpression Left, LaneExpression Right) Both(NodeOrNumber left, NodeOrNumber right, LaneExpression value, LaneExpression? other) =>
        left.Node is null ? (LaneExpression.Constant(left.Number), value) : (value, other ?? LaneExpression.Constant(right.Number));

    private static LaneExpression IsSelected(SelectNode select, LaneExpression value, LaneExpression? other, LaneExpression then, LaneExpression otherwise)
    {
        var (left, right) = Both(select.Left, select.Right, value, other);
        return Select(select, left, right, then, otherwise);
    }

    private LaneExpression WholeQuotient(RemainderNode remainder, LaneExpression value, LaneExpression? other)
    {
        var (operand, modulus) = Both(remainder.Operand, remainder.Modulus, value, other);
        return LaneExpression.Call(lanes + ".Floor", operand / modulus);
    }

    private static LaneExpression Affine(AffineNode affine, LaneExpression operand)
    {
        var scaled = affine.Scale switch
        {
            1 => operand,
            -1 when affine.Shift != 0 => null,
            -1 => -operand,
            var scale => LaneExpression.Constant(scale) * operand,
        };
        return scaled is null ? LaneExpression.Constant(affine.Shift) - operand : affine.Shift == 0 ? scaled : scaled + LaneExpression.Constant(affine.Shift);
    }

    private LaneExpression Call(CellFunction function, LaneExpression operand) => function switch
    {
        CellFunction.Reciprocal => One / operand,
        CellFunction.Sqrt => LaneExpression.Call("TLane.Sqrt", operand),
        _ => LaneExpression.Call($"{lanes}.{function}", operand),
    };
}
