using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>
/// Turns the values of equations into the graph of a loop's step. What depends on the input alone leaves the loop; sums that have such a part lie side by
/// side in one tensor; products with one operand become one product.
/// </summary>
internal sealed partial class GraphBuilder
{
    private readonly TypedCell _cell;
    private readonly ValueFacts _facts;
    private readonly HashSet<CellValue>? _swept;
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
    private readonly OperationNodes _operations;

    private GraphBuilder(RecurrenceOperation layer, ValueNames reserved, bool sweeps)
    {
        _cell = CellOptions.Apply(layer);
        _facts = new ValueFacts(_cell);
        _swept = sweeps ? SweptValues.Of(_facts) : null;
        _names = new CellNames(reserved, _cell.NamedSizes.Select(CellExtents.NameOf));
        _text = new ValueText(_cell);
        _operations = new OperationNodes(Translate, _nodes.Add);
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
    public static CellGraph Build(RecurrenceOperation layer, ValueNames reserved)
    {
        // A loop of too many values has no schedule by rows, which is what computing more of them inside it is for.
        var whole = new GraphBuilder(layer, reserved, sweeps: true).Build();
        return whole.Nodes.Count <= CellGraph.MostValuesByRows ? whole : new GraphBuilder(layer, reserved, sweeps: false).Build();
    }

    private CellGraph Build()
    {
        FindSums();
        ArrangeBlocks();
        foreach (var symbol in _cell.States)
        {
            var state = _states[symbol];
            var next = Translate(_cell.NextOf(symbol));

            // A state's next value is a node of its own: not what a state was, what is given, or what another state becomes.
            if (next is LeafNode or SliceNode || _states.Values.Any(other => other != state && other.HasNext && other.Next == next))
            {
                next = Add(new SameNode(next));
            }

            state.Next = next;
            state.Next.Name = state.Name;
            state.Next.Symbol = symbol.Name.At(TimeIndex.Now);
            if (state.Next.Equation.Length == 0)
            {
                state.Next.Equation = _cell.Definitions.First(definition => _cell.StateOf(definition) == symbol).Text;
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
            return states.FirstOrDefault(state => state.Extent == extent) is { } state ? (CellSize)new SizeOfState(size, state)
                : sequences.FirstOrDefault(sequence => sequence.Extent == extent) is { } whole ? new SizeOfSequence(size, whole)
                : SizeInWeights(size);
        })];
    }

    /// <summary>A size that no state and no sequence has, in the weights of products that give it or read it.</summary>
    private SizeOfWeight SizeInWeights(string size) => _nodes.OfType<ProductNode>()
        .SelectMany(product => new[] { (product.Weight, Dimension: 1, product.Operand.Extent), (product.Weight, Dimension: 0, product.Weight.Extent) })
        .Concat(_weights.Where(weight => !weight.IsMatrix).Select(weight => (weight, Dimension: 0, weight.Extent)))
        .Select(place => (place.Item1, place.Dimension, Split: place.Extent.Split(size)))
        .Where(place => place.Split.Times > 0)
        .OrderBy(place => place.Split.Others == CellExtent.Zero ? 0 : place.Split.Others.Sizes.Count())
        .Select(place => new SizeOfWeight(size, place.Item1, place.Dimension, place.Split.Others, place.Split.Times))
        .First();

    private static CellExtent ExtentOf(CellLength length) => CellExtents.Of(length);

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

        node.Name = _cell.StateOf(definition) is { } state ? _states[state].Name : _names.Reserve(definition.Local ?? definition.Name.Key);
        node.Symbol = definition.Symbol;
        node.Equation = string.Join("\n", _cell.Definitions.Where(other => other.Value == value).Select(other => other.Text));
    }

    /// <summary>Whether a value is computed step by step.</summary>
    private bool IsInLoop(CellValue value) => _facts.Of(value) == Dependence.State || _swept?.Contains(value) == true;

    private CellNode TranslateAnew(CellValue value)
    {
        switch (_facts.Of(value))
        {
            case Dependence.Parameters when value is OnesValue:
                var ones = Weight(new Ones(value.Length, IsGain: false), value.Length, "ones", isMatrix: false, "1");
                return Add(new VectorNode(ones) { Name = ones.Name, Symbol = "1" });

            case Dependence.Parameters or Dependence.Number:
                return Vector(VectorSum.Of(value), value.Length, value);

            case Dependence.Input when !IsInLoop(value):
                return Input(value);
        }

        return value switch
        {
            PreviousValue previous => Previous(previous.State),
            MaskValue mask => Mask(mask),
            RepeatedValue repeated => Add(new RepeatNode(Translate(repeated.Operand), ExtentOf(value.Length))),
            _ when _operations.Of(value) is { } operation => operation,
            _ when _sums.TryGetValue(value, out var sum) => BuildSum(sum),
            BinaryValue { Operator: ValueOperator.Times } times => Times(times),
            FunctionValue { Function: FunctionKind.LayerNorm } norm => Norm(norm, null, null),
            _ => throw new InvalidOperationException($"A {value.GetType().Name} has no place in a step."),
        };
    }

    private CellNode Times(BinaryValue times)
    {
        if (GainedNorm.Of(times, _facts, _definitions.ContainsKey, isRead: true) is { Gain: { } gain } gained && IsInLoop(gained.Norm))
        {
            // The vector is the normalisation's gain.
            return Norm(gained.Norm, VectorSum.Of(gain), null);
        }

        var (one, other) = (Translate(times.Left), Translate(times.Right));
        return Add(one is LeafNode and not PreviousNode ? new TimesNode(other, one) : new TimesNode(one, other));
    }

    private NormNode Norm(FunctionValue norm, VectorSum? gain, VectorSum? bias)
    {
        var operand = Translate(norm.Operand);
        var length = norm.Length;
        return Add(new NormNode(
            operand,
            Weight(gain is null ? new Ones(length, IsGain: true) : new WholeVector(gain), length, "gain", isMatrix: false, "γ"),
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

    private MaskNode Mask(MaskValue mask)
    {
        var node = _operations.Mask(mask, _states[mask.State]);
        _masks.Add(node);
        return node;
    }

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
