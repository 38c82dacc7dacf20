using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Derivative;

/// <summary>The values of the forward pass that the derivative of a node reads, and that are therefore saved for every step.</summary>
internal static class DerivativeReads
{
    public static IEnumerable<CellNode> Of(CellNode node) => node switch
    {
        TimesNode times => Pairs((times.Left, times.Right), (times.Right, times.Left)),
        OuterNode outer => Pairs((outer.Left, outer.Right), (outer.Right, outer.Left)),
        ContractedNode contracted => Pairs((contracted.Matrix, contracted.Vector), (contracted.Vector, contracted.Matrix)),
        LerpNode lerp => Pairs((lerp.Weight, lerp.Start), (lerp.Start, lerp.Weight), (lerp.End, lerp.Weight), (lerp.Weight, lerp.End)),
        FunctionNode { Function: CellFunction.Log or CellFunction.Softplus or CellFunction.Sin or CellFunction.Cos or CellFunction.Erf } function => [function.Operand],
        FunctionNode { Function: CellFunction.Sign or CellFunction.Floor } => [],
        FunctionNode => [node],
        QuotientNode quotient => [node, quotient.Right],
        ExtremeNode extreme => extreme.Operands,
        ClampNode clamp => [clamp.Operand],
        SelectNode select => NodeOrNumber.Nodes(select.Left, select.Right),
        RemainderNode { Modulus.Node.IsDifferentiable: true } remainder => remainder.Operands,
        RemainderNode => [],
        SoftmaxNode => [node],
        NormNode norm => [norm.Operand],
        ProductNode product => [product.Operand],
        _ => [],
    };

    private static IEnumerable<CellNode> Pairs(params (CellNode Of, CellNode Read)[] pairs) =>
        pairs.Where(pair => pair.Of.IsDifferentiable).Select(pair => pair.Read);
}
