using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Computes the factors of gradients from values of the forward pass.</summary>
internal static class GradientFactors
{
    /// <param name="factor">The factor.</param>
    /// <param name="read">Reads a value of the forward pass.</param>
    public static Rows Compute(GradientFactor factor, Func<CellNode, Rows> read) => factor.Kind switch
    {
        FactorKind.Value => read(factor.Node),
        FactorKind.Complement => read(factor.Node).Map(static value => 1 - value),
        FactorKind.Difference => read(factor.Node) - read(factor.Other!),
        FactorKind.Reciprocal => read(factor.Node).Map(static value => 1 / value),
        FactorKind.Larger => Rows.Zip(read(factor.Node), read(factor.Other!), static (value, other) => (1 + (double.IsNaN(value - other) ? double.NaN : Math.Sign(value - other))) / 2),
        FactorKind.Unbound => Unbound((ClampNode)factor.Node, read),
        FactorKind.ActivationGradient => Derivative((FunctionNode)factor.Node, read),
        _ => throw new InvalidOperationException($"{factor.Kind} is not interpreted."),
    };

    private static Rows Unbound(ClampNode clamp, Func<CellNode, Rows> read) =>
        read(clamp.Operand).Map(value => double.IsNaN(value) ? value : (clamp.IsLargest ? value >= clamp.Bound : value <= clamp.Bound) ? 1 : 0);

    private static Rows Derivative(FunctionNode function, Func<CellNode, Rows> read) => function.Function switch
    {
        CellFunction.Sigmoid => read(function).Map(static value => value * (1 - value)),
        CellFunction.Tanh => read(function).Map(static value => 1 - (value * value)),
        CellFunction.Relu => read(function).Map(static value => double.IsNaN(value) ? value : Math.Sign(value)),
        CellFunction.Softplus => read(function.Operand).Map(RowFunctions.Sigmoid),
        CellFunction.Sin => read(function.Operand).Map(Math.Cos),
        CellFunction.Cos => read(function.Operand).Map(static value => -Math.Sin(value)),
        CellFunction.Erf => read(function.Operand).Map(static value => 2 / Math.Sqrt(Math.PI) * Math.Exp(-value * value)),
        CellFunction.Sign => read(function.Operand).Map(static value => 0 * value),
        _ => throw new InvalidOperationException($"The derivative of {function.Function} is made of other factors."),
    };
}
