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
        FactorKind.Selected => IsSelected((SelectNode)factor.Node, 1, 0, read),
        FactorKind.NotSelected => IsSelected((SelectNode)factor.Node, 0, 1, read),
        FactorKind.WholeQuotient => WholeQuotient((RemainderNode)factor.Node, read),
        FactorKind.ActivationGradient => Derivative((FunctionNode)factor.Node, read),
        _ => throw new InvalidOperationException($"{factor.Kind} is not interpreted."),
    };

    private static Rows Unbound(ClampNode clamp, Func<CellNode, Rows> read) =>
        read(clamp.Operand).Map(value => double.IsNaN(value) ? value : (clamp.IsLargest ? value >= clamp.Bound : value <= clamp.Bound) ? 1 : 0);

    private static Rows IsSelected(SelectNode select, double then, double otherwise, Func<CellNode, Rows> read) =>
        Rows.Select(select.Comparison, Value(select.Left, read), Value(select.Right, read), Rows.Constant(then), Rows.Constant(otherwise));

    private static Rows WholeQuotient(RemainderNode remainder, Func<CellNode, Rows> read) =>
        (Value(remainder.Operand, read) / Value(remainder.Modulus, read)).Map(Math.Floor);

    private static Rows Value(NodeOrNumber operand, Func<CellNode, Rows> read) => operand.Node is { } node ? read(node) : Rows.Constant(operand.Number);

    private static Rows Derivative(FunctionNode function, Func<CellNode, Rows> read) => function.Function switch
    {
        CellFunction.Sigmoid => read(function).Map(static value => value * (1 - value)),
        CellFunction.Tanh => read(function).Map(static value => 1 - (value * value)),
        CellFunction.Relu => read(function).Map(static value => double.IsNaN(value) ? value : Math.Sign(value)),
        CellFunction.Softplus => read(function.Operand).Map(RowFunctions.Sigmoid),
        CellFunction.Sin => read(function.Operand).Map(Math.Cos),
        CellFunction.Cos => read(function.Operand).Map(static value => -Math.Sin(value)),
        CellFunction.Erf => read(function.Operand).Map(static value => 2 / Math.Sqrt(Math.PI) * Math.Exp(-value * value)),
        _ => throw new InvalidOperationException($"The derivative of {function.Function} is made of other factors."),
    };
}
