using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>
/// Turns the values of equations into the graph of a loop's step. What depends on the input alone leaves the loop; sums that have such a part lie side by
/// side in one tensor; products with one operand become one product.
/// </summary>
internal sealed partial class GraphBuilder
{
    private readonly RecurrentLayer _layer;
    private readonly TypedCell _cell;
    private readonly ValueFacts _facts;
    private readonly List<CellNode> _nodes = [];
    private readonly List<CellWeight> _weights = [];
    private readonly List<MaskNode> _masks = [];
    private readonly List<InputNode> _inputs = [];
    private readonly Dictionary<CellStateSymbol, CellState> _states = [];
    private readonly Dictionary<CellStateSymbol, PreviousNode> _previous = [];
    private readonly Dictionary<CellValue, CellNode> _translated = [];
    private readonly Dictionary<CellValue, CellDefinition> _definitions = [];
    private readonly CellNames _names;
    private readonly ValueText _text;
    private CellNode? _dropped;

    private GraphBuilder(RecurrentLayer layer, ValueNames reserved)
    {
        (_layer, _cell) = (layer, layer.UserCell!.Typed);
        _facts = new ValueFacts(_cell);
        _names = new CellNames(reserved, _cell.NamedSizes.Select(CellExtents.NameOf));
        _text = new ValueText(_cell);
        foreach (var definition in _cell.Definitions.Where(definition => !_definitions.ContainsKey(definition.Value)))
        {
            _definitions.Add(definition.Value, definition);
        }

        foreach (var state in _cell.States)
        {
            _states.Add(state, new CellState(_names.Reserve(state.Name.Key), state.Name.Display, ExtentOf(state.Length)));
        }
    }

    /// <param name="layer">A layer with a user-defined cell.</param>
    /// <param name="reserved">The names that its values cannot have.</param>
    public static CellGraph Build(RecurrentLayer layer, ValueNames reserved) => new GraphBuilder(layer, reserved).Build();

    private CellGraph Build()
    {
        FindSums();
        ArrangeBlocks();
        foreach (var symbol in _cell.States)
        {
            var state = _states[symbol];
            var next = Translate(symbol.Next!);

            // A state's next value is a node of its own: not what a state was, what is given, or what another state becomes.
            if (next is LeafNode or SliceNode || _states.Values.Any(other => other != state && other.HasNext && other.Next == next))
            {
                next = Add(new SameNode(next));
            }

            state.Next = WithZoneout(next, state, symbol);
            state.Next.Name = state.Name;
            state.Next.Symbol = symbol.Name.At(TimeIndex.Now);
            if (state.Next.Equation.Length == 0)
            {
                state.Next.Equation = _cell.Definitions.First(definition => definition.Name == symbol.Name).Text;
            }
        }

        var states = _cell.States.Select(symbol => _states[symbol]).ToList();
        var needsSequence = _projected is null && _inputs.Count == 0;
        if (needsSequence || NeedsFeatures())
        {
            Input(_cell.Values.Input(LengthTerm.Known(CellLength.Features, "")));
        }

        NodeNames.Complete(_nodes, states, _names);
        var sequences = _inputs.ToList<SequenceNode>();
        if (_projected is not null)
        {
            sequences.Insert(0, _projected);
        }

        return new CellGraph(_nodes, sequences, states, _weights, _masks, Sizes(sequences, states)) { Blocks = [.. _arranged.Select(sum => sum.Block!)] };
    }

    /// <summary>Whether a value has the width of the input and no input of the loop has it.</summary>
    private bool NeedsFeatures() =>
        !_inputs.Any(input => input.Extent == CellExtent.Of(CellLength.FeaturesPart))
        && _nodes.SelectMany(node => node.Extent.Sizes).Concat(_projected?.Extent.Sizes ?? []).Contains(CellLength.FeaturesPart)
        && _cell.States.All(state => !state.Length.IsAlways(CellLength.Features));

    /// <summary>The sizes that extents are made of, each with a value whose width it is.</summary>
    private List<CellSize> Sizes(List<SequenceNode> sequences, List<CellState> states)
    {
        var used = new HashSet<string>(_nodes.SelectMany(node => node.Extent.Sizes.Concat(node is SliceNode slice ? slice.First.Sizes : [])));
        return [.. used.OrderBy(size => size == CellLength.HiddenPart ? "" : size, StringComparer.Ordinal).Select(size =>
        {
            var extent = CellExtent.Of(size);
            return states.FirstOrDefault(state => state.Extent == extent) is { } state
                ? (CellSize)new SizeOfState(size, state)
                : new SizeOfSequence(size, sequences.First(sequence => sequence.Extent == extent));
        })];
    }

    private static CellExtent ExtentOf(CellLength length) => CellExtents.Of(length);

    private CellNode WithZoneout(CellNode next, CellState state, CellStateSymbol symbol)
    {
        if (_layer.Options.Zoneout <= 0 || _layer.Options.WithoutZoneout.Contains(_layer.UserCell!.PropertyOf(symbol)))
        {
            return next;
        }

        if (next.Name.Length == 0 || next.Name == state.Name)
        {
            next.Name = _names.Reserve(state.Name + "_new");
        }

        var mask = new MaskNode(state, isZoneout: true) { Name = state.Name + "Zoneout" };
        Add(mask);
        _masks.Add(mask);
        return Add(new LerpNode(next, Previous(symbol), mask))
            .Called(state.Name, symbol.Name.At(TimeIndex.Now), $"(1 - keep) ⊙ {symbol.Name.At(TimeIndex.Now)} + keep ⊙ {symbol.Name.At(TimeIndex.Previous)}, zoneout");
    }

    private CellNode Translate(CellValue value)
    {
        if (!_translated.TryGetValue(value, out var node))
        {
            node = TranslateAnew(value);
            _translated.Add(value, node);
            Name(node, value);
        }

        return node;
    }

    /// <summary>Names a value after its equation.</summary>
    private void Name(CellNode node, CellValue value)
    {
        if (node is LeafNode or SliceNode || node.Equation.Length > 0)
        {
            return;
        }

        if (!_definitions.TryGetValue(value, out var definition))
        {
            (node.Equation, node.Symbol) = (_text.Print(value), _text.Factor(value));
            return;
        }

        var state = _cell.States.FirstOrDefault(symbol => symbol.Name == definition.Name);
        node.Name = state is null ? _names.Reserve(definition.Name.Key) : _states[state].Name;
        node.Symbol = definition.Name.At(TimeIndex.Now);
        node.Equation = string.Join("\n", _cell.Definitions.Where(other => other.Value == value).Select(other => other.Text));
    }

    private CellNode TranslateAnew(CellValue value)
    {
        switch (_facts.Of(value))
        {
            case Dependence.Parameters or Dependence.Number:
                return Vector(VectorSum.Of(value), value.Length, value);

            case Dependence.Input:
                return Input(value);
        }

        if (Interpolation.Of(value) is { } between)
        {
            return Add(new LerpNode(Translate(between.Start), Translate(between.End), Translate(between.Weight)));
        }

        return value switch
        {
            PreviousValue previous => Previous(previous.State),
            _ when _sums.TryGetValue(value, out var sum) => BuildSum(sum),
            BinaryValue binary => TranslateBinary(binary),
            ConcatValue concat => Add(new ConcatNode([.. concat.Operands.Select(Translate)])),
            FunctionValue { Function: FunctionKind.Softmax } softmax => Add(new SoftmaxNode(Translate(softmax.Operand))),
            FunctionValue { Function: FunctionKind.LayerNorm } norm => Norm(norm, null, null),
            FunctionValue function => Add(new FunctionNode(CellFunctions.Of(function.Function), Translate(function.Operand))),
            _ => throw new InvalidOperationException($"A {value.GetType().Name} has no place in a step."),
        };
    }

    private CellNode TranslateBinary(BinaryValue binary)
    {
        switch (binary)
        {
            case { Operator: ValueOperator.Times, Left: NumberValue number }:
                return Affine(Translate(binary.Right), number.Value, 0);

            case { Operator: ValueOperator.Times } when GainedNorm.Of(binary, _facts, _definitions.ContainsKey, isRead: true) is { Gain: { } gain } gained:
                // The vector is the normalisation's gain.
                return Norm(gained.Norm, VectorSum.Of(gain), null);

            case { Operator: ValueOperator.Times }:
                var (one, other) = (Translate(binary.Left), Translate(binary.Right));
                return Add(one is LeafNode and not PreviousNode ? new TimesNode(other, one) : new TimesNode(one, other));

            case { Operator: ValueOperator.Divide, Left: NumberValue number }:
                return Affine(Add(new FunctionNode(CellFunction.Reciprocal, Translate(binary.Right))), number.Value, 0);

            case { Operator: ValueOperator.Divide }:
                return Add(new QuotientNode(Translate(binary.Left), Translate(binary.Right)));

            case { Operator: ValueOperator.Max or ValueOperator.Min, Right: NumberValue bound }:
                return Add(new ClampNode(Translate(binary.Left), bound.Value, binary.Operator == ValueOperator.Max));

            case { Operator: ValueOperator.Max or ValueOperator.Min }:
                return Add(new ExtremeNode(Translate(binary.Left), Translate(binary.Right), binary.Operator == ValueOperator.Max));

            default:
                throw new InvalidOperationException("A sum is built by its terms.");
        }
    }

    private NormNode Norm(FunctionValue norm, VectorSum? gain, VectorSum? bias)
    {
        var operand = Translate(norm.Operand);
        var length = norm.Length;
        return Add(new NormNode(
            operand,
            Weight(gain is null ? new Ones(length) : new WholeVector(gain), length, "gain", isMatrix: false, "γ"),
            bias is null ? null : Weight(new WholeVector(bias), length, "shift", isMatrix: false, "β")));
    }

    private PreviousNode Previous(CellStateSymbol symbol)
    {
        if (!_previous.TryGetValue(symbol, out var node))
        {
            node = Add(new PreviousNode(_states[symbol]) { Name = _states[symbol].Name, Symbol = symbol.Name.At(TimeIndex.Previous) });
            _previous.Add(symbol, node);
        }

        return node;
    }

    /// <summary>The output that matrices multiply: masked by recurrent dropout.</summary>
    private CellNode Dropped()
    {
        if (_dropped is null)
        {
            var mask = new MaskNode(_states[_cell.Output], isZoneout: false) { Name = "mask", Symbol = "mask" };
            Add(mask);
            _masks.Add(mask);
            _dropped = Add(new TimesNode(Previous(_cell.Output), mask)).Called("dropped", "h̃_{t-1}", "h_{t-1} ⊙ mask");
        }

        return _dropped;
    }

    /// <summary>The operand of a matrix: the output, by itself or as a factor, is masked by recurrent dropout.</summary>
    private CellNode TranslateOperand(CellValue operand)
    {
        if (_layer.Options.RecurrentDropout <= 0)
        {
            return Translate(operand);
        }

        if (IsOutput(operand))
        {
            return Dropped();
        }

        if (operand is BinaryValue { Operator: ValueOperator.Times } times && times.Operands.Any(IsOutput))
        {
            if (!_droppedFactors.TryGetValue(operand, out var node))
            {
                node = (IsOutput(times.Left) ? times.Right : times.Left) switch
                {
                    NumberValue number => Affine(Dropped(), number.Value, 0),
                    var other when IsOutput(other) => Add(new TimesNode(Dropped(), Dropped())),
                    var other when Translate(other) is LeafNode and not PreviousNode => Add(new TimesNode(Dropped(), Translate(other))),
                    var other => Add(new TimesNode(Translate(other), Dropped())),
                };
                _droppedFactors.Add(operand, node);
                if (_definitions.TryGetValue(operand, out var definition))
                {
                    // The value itself, which is not masked, has the name of the equation.
                    node.Name = _names.Reserve(definition.Name.Key + "_dropped");
                    (node.Symbol, node.Equation) = (node.Name, $"{definition.Name.At(TimeIndex.Now)} with h̃_{{t-1}}, for the products");
                }
                else
                {
                    Name(node, operand);
                }
            }

            return node;
        }

        return Translate(operand);
    }

    private readonly Dictionary<CellValue, CellNode> _droppedFactors = [];

    private bool IsOutput(CellValue value) => value is PreviousValue previous && previous.State == _cell.Output;

    private InputNode Input(CellValue value)
    {
        if (_inputs.FirstOrDefault(input => input.Value == value) is { } known)
        {
            return known;
        }

        var name = _names.Reserve(value is InputValue ? "input" : _definitions.TryGetValue(value, out var definition) ? definition.Name.Key : "from_input");
        var node = Add(new InputNode(value, ExtentOf(value.Length)) { Name = name, Symbol = _text.Factor(value) });
        _inputs.Add(node);
        return node;
    }

    private VectorNode Vector(VectorSum sum, CellLength length, CellValue? value)
    {
        var (name, symbol) = value switch
        {
            ParameterValue parameter => (parameter.Parameter.Name.Key, parameter.Parameter.Name.Display),
            not null when _definitions.TryGetValue(value, out var definition) => (definition.Name.Key, definition.Name.At(TimeIndex.Now)),
            _ => ("vector", ""),
        };
        var weight = Weight(new WholeVector(sum), length, name, isMatrix: false, symbol);
        return Add(new VectorNode(weight) { Name = weight.Name, Symbol = symbol.Length > 0 ? symbol : weight.Name });
    }

    private CellWeight Weight(WeightSource source, CellLength length, string name, bool isMatrix, string symbol) => Weight(source, ExtentOf(length), name, isMatrix, symbol);

    private CellWeight Weight(WeightSource source, CellExtent extent, string name, bool isMatrix, string symbol)
    {
        var weight = new CellWeight(source, _names.Reserve(name), isMatrix, extent, symbol);
        _weights.Add(weight);
        return weight;
    }

    private T Add<T>(T node)
        where T : CellNode
    {
        _nodes.Add(node);
        return node;
    }
}
