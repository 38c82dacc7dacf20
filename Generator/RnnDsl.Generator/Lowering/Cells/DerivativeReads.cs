namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>What must be kept of a step until its derivative is computed.</summary>
internal static class DerivativeReads
{
    /// <summary>The values that the derivative of a node reads.</summary>
    public static IEnumerable<CellNode> Of(CellNode node) => node switch
    {
        TimesNode times => Pairs((times.Left, times.Right), (times.Right, times.Left)),
        LerpNode lerp => Pairs((lerp.Weight, lerp.Start), (lerp.Start, lerp.Weight), (lerp.End, lerp.Weight), (lerp.Weight, lerp.End)),
        FunctionNode { Function: CellFunction.Log or CellFunction.Softplus } function => [function.Operand],
        FunctionNode => [node],
        QuotientNode quotient => [node, quotient.Right],
        ExtremeNode extreme => extreme.Operands,
        ClampNode clamp => [clamp.Operand],
        SoftmaxNode => [node],
        NormNode norm => [norm.Operand],
        ProductNode product => [product.Operand],
        _ => [],
    };

    private static IEnumerable<CellNode> Pairs(params (CellNode Of, CellNode Read)[] pairs) =>
        pairs.Where(pair => pair.Of.IsDifferentiable).Select(pair => pair.Read);
}
