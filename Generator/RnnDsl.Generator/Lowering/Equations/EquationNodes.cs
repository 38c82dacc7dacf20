using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>
/// The values of equations as nodes, one for each, in the order of the equations. A single step is made of them, and what is computed before a loop:
/// values of the input alone, and of parameters alone.
/// </summary>
internal sealed class EquationNodes
{
    private readonly Dictionary<CellValue, CellNode> _nodes = [];
    private readonly Dictionary<CellParameter, CellWeight> _weights = [];
    private readonly Dictionary<CellStateSymbol, CellState> _states;

    public EquationNodes(TypedCell cell) =>
        _states = cell.States.ToDictionary(symbol => symbol, symbol => new CellState(symbol.Name.Key, symbol.Name.Display, CellExtents.Of(symbol.Length)));

    /// <summary>All nodes so far, operands first.</summary>
    public List<CellNode> All { get; } = [];

    /// <summary>The weights that nodes read so far.</summary>
    public List<CellWeight> Weights { get; } = [];

    /// <summary>The masks that nodes read so far.</summary>
    public List<MaskNode> Masks { get; } = [];

    /// <summary>The weight of a product, if it is not its whole matrix; else null.</summary>
    public Func<ProductValue, CellWeight?> WeightOf { get; init; } = _ => null;

    public CellState StateOf(CellStateSymbol symbol) => _states[symbol];

    /// <summary>The node of a value.</summary>
    public CellNode this[CellValue value]
    {
        get
        {
            if (!_nodes.TryGetValue(value, out var node))
            {
                _nodes.Add(value, node = Translate(value));
            }

            return node;
        }
    }

    public T Add<T>(T node)
        where T : CellNode
    {
        All.Add(node);
        return node;
    }

    private CellNode Translate(CellValue value) => value switch
    {
        InputValue => Add(new InputNode(value, CellExtents.Of(value.Length)) { Name = "input", Symbol = "x_t" }),
        PreviousValue previous => Add(new PreviousNode(_states[previous.State]) { Name = previous.State.Name.Key + "Previous", Symbol = previous.State.Name.At(TimeIndex.Previous) }),
        MaskValue mask => Mask(mask),
        ParameterValue vector => Add(new VectorNode(Weight(vector.Parameter)) { Name = vector.Parameter.Name.Key, Symbol = vector.Parameter.Name.Display }),
        ProductValue product => Add(new ProductNode(this[product.Operand], WeightOf(product) ?? Weight(product.Matrix), null)),
        ConcatValue concat => Add(new ConcatNode([.. concat.Operands.Select(item => this[item])])),
        FunctionValue { Function: FunctionKind.Softmax } softmax => Add(new SoftmaxNode(this[softmax.Operand])),
        FunctionValue { Function: FunctionKind.LayerNorm } norm => Add(new NormNode(this[norm.Operand], Ones(norm.Length), null)),
        FunctionValue function => Add(new FunctionNode(CellFunctions.Of(function.Function), this[function.Operand])),
        _ when Interpolation.Of(value) is { } between => Add(new LerpNode(this[between.Start], this[between.End], this[between.Weight])),
        BinaryValue binary => Translate(binary),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is no value of a step."),
    };

    private CellNode Translate(BinaryValue binary) => binary switch
    {
        { Operator: ValueOperator.Add, Right: NumberValue number } => Add(new AffineNode(this[binary.Left], 1, number.Value)),
        { Operator: ValueOperator.Subtract, Right: NumberValue number } => Add(new AffineNode(this[binary.Left], 1, -number.Value)),
        { Operator: ValueOperator.Subtract, Left: NumberValue number } => Add(new AffineNode(this[binary.Right], -1, number.Value)),
        { Operator: ValueOperator.Times, Left: NumberValue number } => Add(new AffineNode(this[binary.Right], number.Value, 0)),
        { Operator: ValueOperator.Divide, Left: NumberValue number } => Add(new AffineNode(Add(new FunctionNode(CellFunction.Reciprocal, this[binary.Right])), number.Value, 0)),
        { Operator: ValueOperator.Max or ValueOperator.Min, Right: NumberValue bound } => Add(new ClampNode(this[binary.Left], bound.Value, binary.Operator == ValueOperator.Max)),
        { Operator: ValueOperator.Max or ValueOperator.Min } => Add(new ExtremeNode(this[binary.Left], this[binary.Right], binary.Operator == ValueOperator.Max)),
        { Operator: ValueOperator.Add, Right: BinaryValue { Operator: ValueOperator.Times, Left: NumberValue { Value: -1 } } negated } => Add(new DifferenceNode(this[binary.Left], this[negated.Right])),
        { Operator: ValueOperator.Add } => Add(new SumNode(this[binary.Left], this[binary.Right])),
        { Operator: ValueOperator.Subtract } => Add(new DifferenceNode(this[binary.Left], this[binary.Right])),
        { Operator: ValueOperator.Times } => Add(new TimesNode(this[binary.Left], this[binary.Right])),
        _ => Add(new QuotientNode(this[binary.Left], this[binary.Right])),
    };

    private MaskNode Mask(MaskValue mask)
    {
        var isZoneout = mask.Kind == MaskKind.Zoneout;
        var node = Add(new MaskNode(_states[mask.State], isZoneout) { Name = isZoneout ? mask.State.Name.Key + "Zoneout" : "mask", Symbol = isZoneout ? "" : "mask" });
        Masks.Add(node);
        return node;
    }

    private CellWeight Ones(CellLength length)
    {
        var ones = new CellWeight(new Ones(length), "", isMatrix: false, CellExtents.Of(length), "1");
        Weights.Add(ones);
        return ones;
    }

    private CellWeight Weight(CellParameter parameter)
    {
        if (!_weights.TryGetValue(parameter, out var weight))
        {
            weight = new CellWeight(new ParameterWeight(parameter), parameter.Name.Key, parameter.IsMatrix, CellExtents.Of(parameter.Rows.Length!), parameter.Name.Display);
            _weights.Add(parameter, weight);
            Weights.Add(weight);
        }

        return weight;
    }
}
