using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Rows;

namespace RnnDsl.Generator.Emit.Kernels;

/// <summary>Prints operations element by element as operations of lanes.</summary>
/// <param name="lanes">How the class of the functions is written.</param>
internal sealed class LaneOperations(string lanes)
{
    private static readonly LaneExpression One = LaneExpression.Constant(1);

    public LaneExpression Compute(CellNode node, IReadOnlyList<LaneExpression> operands) => node switch
    {
        SumNode => operands[0] + operands[1],
        DifferenceNode => operands[0] - operands[1],
        TimesNode => operands[0] * operands[1],
        QuotientNode => operands[0] / operands[1],
        ExtremeNode extreme => LaneExpression.Call(lanes + (extreme.IsLargest ? ".Maximum" : ".Minimum"), operands[0], operands[1]),
        ClampNode clamp => LaneExpression.Call(clamp.IsLargest ? "TLane.Max" : "TLane.Min", LaneExpression.Constant(clamp.Bound), operands[0]),
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
