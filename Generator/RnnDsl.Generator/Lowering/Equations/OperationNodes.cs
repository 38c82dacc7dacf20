using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>The nodes of operations that every graph of equations has alike.</summary>
/// <param name="operand">The node of an operand.</param>
/// <param name="add">Adds a node to the graph.</param>
internal sealed class OperationNodes(Func<CellValue, CellNode> operand, Action<CellNode> add)
{
    /// <summary>The node of an operation; null for one that depends on the graph: a leaf, a product with a matrix, a sum, an elementwise product, a normalisation.</summary>
    public CellNode? Of(CellValue value) => value switch
    {
        OuterValue outer => Add(new OuterNode(operand(outer.Left), Other(outer.Left, outer.Right))),
        ContractedValue contracted => Add(new ContractedNode(operand(contracted.Matrix), Other(contracted.Matrix, contracted.Vector), contracted.IsTransposed, CellExtents.Of(contracted.Length))),
        ConcatValue concat => Add(new ConcatNode([.. concat.Operands.Select(operand)])),
        FunctionValue { Function: FunctionKind.LayerNorm } => null,
        FunctionValue { Function: FunctionKind.Softmax } softmax => Add(new SoftmaxNode(operand(softmax.Operand))),
        FunctionValue function => Add(new FunctionNode(CellFunctions.Of(function.Function), operand(function.Operand))),
        SelectedValue selected => Add(new SelectNode(selected.Comparison, Operand(selected.Left), Operand(selected.Right), Operand(selected.Then), Operand(selected.Otherwise))),
        _ when Interpolation.Of(value) is { } between => Add(new LerpNode(operand(between.Start), operand(between.End), operand(between.Weight))),
        BinaryValue { Operator: ValueOperator.Times, Left: NumberValue number } times => Add(new AffineNode(operand(times.Right), number.Value, 0)),
        BinaryValue { Operator: ValueOperator.Divide, Left: NumberValue { Value: 1 } } inverse => Reciprocal(inverse),
        BinaryValue { Operator: ValueOperator.Divide, Left: NumberValue number } quotient => Add(new AffineNode(Reciprocal(quotient), number.Value, 0)),
        BinaryValue { Operator: ValueOperator.Divide } quotient => Add(new QuotientNode(operand(quotient.Left), operand(quotient.Right))),
        BinaryValue { Operator: ValueOperator.Max or ValueOperator.Min, Right: NumberValue bound } clamp => Add(new ClampNode(operand(clamp.Left), bound.Value, clamp.Operator == ValueOperator.Max)),
        BinaryValue { Operator: ValueOperator.Max or ValueOperator.Min } extreme => Add(new ExtremeNode(operand(extreme.Left), operand(extreme.Right), extreme.Operator == ValueOperator.Max)),
        BinaryValue { Operator: ValueOperator.Remainder } remainder => Add(new RemainderNode(Operand(remainder.Left), Operand(remainder.Right))),
        _ => null,
    };

    /// <summary>The node of a mask of a state.</summary>
    public MaskNode Mask(MaskValue mask, CellState state) => Add(mask.Kind == MaskKind.Zoneout
        ? new MaskNode(state, isZoneout: true) { Name = state.Name + "Zoneout" }
        : new MaskNode(state, isZoneout: false) { Name = "mask", Symbol = "mask" });

    /// <summary>The second operand of a product; where it is the first one too, by another name, so that each has a gradient of its own.</summary>
    private CellNode Other(CellValue first, CellValue second) => first == second ? Add(new SameNode(operand(second))) : operand(second);

    private FunctionNode Reciprocal(BinaryValue quotient) => Add(new FunctionNode(CellFunction.Reciprocal, operand(quotient.Right)));

    private NodeOrNumber Operand(CellValue value) => value is NumberValue number ? new NodeOrNumber(null, number.Value) : new NodeOrNumber(operand(value));

    private T Add<T>(T node)
        where T : CellNode
    {
        add(node);
        return node;
    }
}
