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
    private readonly Dictionary<object, CellWeight> _weights = [];
    private readonly Dictionary<CellStateSymbol, CellState> _states;
    private readonly TypedCell _cell;
    private readonly ValueFacts _facts;
    private readonly HashSet<CellValue> _defined;
    private readonly OperationNodes _operations;

    /// <param name="cell">The equations.</param>
    /// <param name="facts">What their values depend on.</param>
    /// <param name="state">Makes the states; null for those of the equations.</param>
    public EquationNodes(TypedCell cell, ValueFacts facts, Func<CellStateSymbol, CellState>? state = null)
    {
        _states = cell.States.ToDictionary(symbol => symbol, state ?? (symbol => new CellState(symbol.Name.Key, symbol.Name.Display, CellExtents.Of(symbol.Length))));
        (_cell, _facts) = (cell, facts);
        _defined = [.. cell.Definitions.Select(definition => definition.Value)];
        _operations = new OperationNodes(value => this[value], All.Add);
    }

    /// <summary>All nodes so far, operands first.</summary>
    public List<CellNode> All { get; } = [];

    /// <summary>The values so far, with their nodes.</summary>
    public IEnumerable<KeyValuePair<CellValue, CellNode>> Translated => _nodes;

    /// <summary>The weights that nodes read so far.</summary>
    public List<CellWeight> Weights { get; } = [];

    /// <summary>The masks that nodes read so far.</summary>
    public List<MaskNode> Masks { get; } = [];

    /// <summary>Where a parameter is stored.</summary>
    public Func<CellParameter, CellWeight> StoreOf { get; init; } = parameter =>
        new CellWeight(new ParameterWeight(parameter), parameter.Name.Key, parameter.IsMatrix, CellExtents.Of(parameter.Rows.Length!), parameter.Name.Display);

    /// <summary>The node of a value that is computed before the step; null for others.</summary>
    public Func<CellValue, CellNode?> Given { get; init; } = _ => null;

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

    private CellNode Translate(CellValue value) => Given(value) ?? value switch
    {
        InputValue input => Add(new InputNode(value, CellExtents.Of(value.Length)) { Name = "input", Symbol = input.Name.At(TimeIndex.Now) }),
        PreviousValue previous => Add(new PreviousNode(_states[previous.State]) { Name = _states[previous.State].Name, Symbol = previous.State.Name.At(TimeIndex.Previous) }),
        MaskValue mask => Mask(mask),
        ParameterValue vector => Vector(Weight(vector)),
        OnesValue => Vector(Ones(value.Length, isGain: false)),
        MatrixValue matrix => Vector(Matrix(new WholeMatrix(matrix.Parameter, matrix.IsTransposed), matrix.Parameter)),
        MatrixRowsValue rows => Vector(Matrix(new MatrixRows(rows.Parameter, [.. rows.Before], rows.Rows), rows.Parameter)),
        IdentityValue identity => Vector(Matrix(new IdentityMatrix(identity.Like), identity.Like)),
        ProductValue product => Product(product, null),
        PartValue part => Slice(part),
        RepeatedValue repeated => Add(new RepeatNode(this[repeated.Operand], CellExtents.Of(value.Length))),
        FunctionValue { Function: FunctionKind.LayerNorm } norm => Add(new NormNode(this[norm.Operand], Ones(norm.Length, isGain: true), null)),
        _ when _operations.Of(value) is { } operation => operation,
        BinaryValue { Operator: ValueOperator.Times } when GainedNorm.Of(value, _facts, _defined.Contains, isRead: true) is { Gain: ParameterValue } gained => Norm(gained, null),
        BinaryValue { Operator: ValueOperator.Add } sum when (Biased(sum.Left, sum.Right) ?? Biased(sum.Right, sum.Left)) is { } biased => biased,
        BinaryValue binary => Translate(binary),
        _ => throw new InvalidOperationException($"A {value.GetType().Name} is no value of a step."),
    };

    private CellNode Translate(BinaryValue binary) => binary switch
    {
        { Operator: ValueOperator.Add, Right: NumberValue number } => Add(new AffineNode(this[binary.Left], 1, number.Value)),
        { Operator: ValueOperator.Subtract, Right: NumberValue number } => Add(new AffineNode(this[binary.Left], 1, -number.Value)),
        { Operator: ValueOperator.Subtract, Left: NumberValue number } => Add(new AffineNode(this[binary.Right], -1, number.Value)),
        { Operator: ValueOperator.Add, Right: BinaryValue { Operator: ValueOperator.Times, Left: NumberValue { Value: -1 } } negated } => Add(new DifferenceNode(this[binary.Left], this[negated.Right])),
        { Operator: ValueOperator.Add } => Add(new SumNode(this[binary.Left], this[binary.Right])),
        { Operator: ValueOperator.Subtract } => Add(new DifferenceNode(this[binary.Left], this[binary.Right])),
        _ => Add(new TimesNode(this[binary.Left], this[binary.Right])),
    };

    /// <summary>A product or a normalisation that adds a bias is one operation; null for other sums.</summary>
    private CellNode? Biased(CellValue value, CellValue bias) => (value, bias) switch
    {
        (ProductValue product, ParameterValue vector) when _facts.ReadersOf(product) == 1 && !_defined.Contains(product) => Product(product, vector),
        (_, ParameterValue vector) when GainedNorm.Of(value, _facts, _defined.Contains) is { Gain: ParameterValue } gained => Norm(gained, vector),
        _ => null,
    };

    private SliceNode Slice(PartValue part)
    {
        if (part.Name is { } name)
        {
            return Add(new SliceNode(this[part.Whole], CellExtents.Of(CellLength.Sum(part.Before)), CellExtents.Of(part.Length)) { Symbol = name.At(TimeIndex.Now) });
        }

        var definition = _cell.Definitions.FirstOrDefault(definition => definition.Value == part);
        return Add(new SliceNode(this[part.Whole], CellExtents.Of(CellLength.Sum(part.Before)), CellExtents.Of(part.Length)) { Name = definition?.Local ?? "", Symbol = definition?.Symbol ?? "" });
    }

    private VectorNode Vector(CellWeight weight) => Add(new VectorNode(weight) { Name = weight.Name, Symbol = weight.Symbol });

    private ProductNode Product(ProductValue product, ParameterValue? bias) =>
        Add(new ProductNode(this[product.Operand], WeightOf(product) ?? Weight(product.Matrix), bias is null ? null : Weight(bias)));

    private NormNode Norm(GainedNorm norm, ParameterValue? bias) =>
        Add(new NormNode(this[norm.Norm.Operand], Weight((ParameterValue)norm.Gain!), bias is null ? null : Weight(bias)));

    private MaskNode Mask(MaskValue mask)
    {
        var node = _operations.Mask(mask, _states[mask.State]);
        Masks.Add(node);
        return node;
    }

    private CellWeight Ones(CellLength length, bool isGain)
    {
        var ones = new CellWeight(new Ones(length, isGain), "", isMatrix: false, CellExtents.Of(length), "1");
        Weights.Add(ones);
        return ones;
    }

    private static CellWeight Matrix(WeightSource source, CellParameter like) => new(source, like.Name.Key, isMatrix: true, CellExtents.Of(like.Rows.Length!), like.Name.Display);

    private CellWeight Weight(ParameterValue vector) => vector is { Parameter.IsScalar: true, Term: not null }
        ? Weight(vector, () => new CellWeight(new RepeatedParameter(vector.Parameter, vector.Length), vector.Parameter.Name.Key, isMatrix: false, CellExtents.Of(vector.Length), vector.Parameter.Name.Display))
        : Weight(vector.Parameter);

    private CellWeight Weight(CellParameter parameter) => Weight(parameter, () => StoreOf(parameter));

    private CellWeight Weight(object key, Func<CellWeight> make)
    {
        if (!_weights.TryGetValue(key, out var weight))
        {
            weight = make();
            _weights.Add(key, weight);
            Weights.Add(weight);
        }

        return weight;
    }
}
