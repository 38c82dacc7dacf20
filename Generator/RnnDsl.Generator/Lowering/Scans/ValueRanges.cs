using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Scans;

/// <summary>Proves from the functions of a value that it is not negative, or at most 1.</summary>
internal static class ValueRanges
{
    public static bool IsNotNegative(CellNode node) => node switch
    {
        FunctionNode function => IsNotNegative(function.Function) || (function.Function == CellFunction.Reciprocal && IsNotNegative(function.Operand)),
        SoftmaxNode or MaskNode => true,
        AffineNode { Scale: >= 0, Shift: >= 0 } affine => IsNotNegative(affine.Operand),
        AffineNode { Scale: < 0 } affine => affine.Shift >= -affine.Scale && IsAtMostOne(affine.Operand),
        ClampNode { IsLargest: true, Bound: >= 0 } => true,
        SumNode or TimesNode or QuotientNode => node.Operands.All(IsNotNegative),
        SameNode or RepeatNode or SliceNode => IsNotNegative(node.Operands[0]),
        InputNode input => IsNotNegative(input.Value),
        _ => false,
    };

    private static bool IsAtMostOne(CellNode node) => node switch
    {
        FunctionNode function => IsAtMostOne(function.Function),
        SoftmaxNode or MaskNode { IsZoneout: true } => true,
        AffineNode { Scale: < 0, Shift: <= 1 } affine => IsNotNegative(affine.Operand),
        ClampNode { IsLargest: false, Bound: <= 1 } => true,
        SameNode or RepeatNode or SliceNode => IsAtMostOne(node.Operands[0]),
        InputNode input => IsAtMostOne(input.Value),
        _ => false,
    };

    private static bool IsNotNegative(CellFunction function) => function is CellFunction.Sigmoid or CellFunction.Relu or CellFunction.Exp or CellFunction.Sqrt or CellFunction.Softplus;

    private static bool IsAtMostOne(CellFunction function) => function is CellFunction.Sigmoid or CellFunction.Tanh or CellFunction.Sin or CellFunction.Cos or CellFunction.Erf;

    private static bool IsNotNegative(CellValue value) => value switch
    {
        NumberValue number => number.Value >= 0,
        FunctionValue { Function: FunctionKind.Sigmoid or FunctionKind.Relu or FunctionKind.Exp or FunctionKind.Sqrt or FunctionKind.Softplus or FunctionKind.Softmax } => true,
        BinaryValue { Operator: ValueOperator.Add or ValueOperator.Times or ValueOperator.Divide } binary => IsNotNegative(binary.Left) && IsNotNegative(binary.Right),
        BinaryValue { Operator: ValueOperator.Subtract, Left: NumberValue { Value: >= 1 } } complement => IsAtMostOne(complement.Right),
        BinaryValue { Operator: ValueOperator.Max } largest => IsNotNegative(largest.Left) || IsNotNegative(largest.Right),
        RepeatedValue or ElementValue or PartValue => IsNotNegative(value.Operands[0]),
        _ => false,
    };

    private static bool IsAtMostOne(CellValue value) => value switch
    {
        NumberValue number => number.Value <= 1,
        FunctionValue { Function: FunctionKind.Sigmoid or FunctionKind.Tanh or FunctionKind.Sin or FunctionKind.Cos or FunctionKind.Erf or FunctionKind.Softmax } => true,
        BinaryValue { Operator: ValueOperator.Subtract, Left: NumberValue { Value: <= 1 } } complement => IsNotNegative(complement.Right),
        BinaryValue { Operator: ValueOperator.Min } smallest => IsAtMostOne(smallest.Left) || IsAtMostOne(smallest.Right),
        RepeatedValue or ElementValue or PartValue => IsAtMostOne(value.Operands[0]),
        _ => false,
    };
}
