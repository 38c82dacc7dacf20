using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>The gradients of the operands of outer products, products with matrices of a step, and repeated columns.</summary>
internal static class OperandGradients
{
    /// <param name="reader">The product.</param>
    /// <param name="operand">The operand.</param>
    /// <param name="gradient">The gradient of the product.</param>
    /// <param name="read">Reads a value of the forward pass.</param>
    public static Rows Compute(CellNode reader, CellNode operand, Rows gradient, Func<CellNode, Rows> read) => reader switch
    {
        OuterNode outer when operand == outer.Left => gradient.Contract(read(outer.Right), isTransposed: false),
        OuterNode outer => gradient.Contract(read(outer.Left), isTransposed: true),
        ContractedNode { IsTransposed: true } product when operand == product.Matrix => read(product.Vector).Outer(gradient),
        ContractedNode product when operand == product.Matrix => gradient.Outer(read(product.Vector)),
        ContractedNode product => read(product.Matrix).Contract(gradient, !product.IsTransposed),
        RepeatNode => gradient.SumOfColumns(),
        _ => throw new InvalidOperationException($"A {reader.GetType().Name} is not interpreted."),
    };
}
