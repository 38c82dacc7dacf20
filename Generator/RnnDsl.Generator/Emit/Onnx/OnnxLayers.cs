using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Onnx;

/// <summary>Writes the layers of an exported model, from the input to the output. Operations without an ONNX form have been refused by the rules.</summary>
internal sealed class OnnxLayers : IOperationVisitor<Action<StatelessLayer>>
{
    private readonly Plan _plan;
    private readonly TypeNames _names;
    private readonly NameAllocator _locals;
    private readonly IReadOnlyDictionary<StateTensor, string> _initial;
    private readonly Dictionary<StateTensor, string> _final = [];
    private readonly bool _isStep;
    private string _token = "";
    private string _output = "";
    private string _context = "";

    /// <summary>The local with the lengths of what flows at this point; "null" where there are none.</summary>
    private string _lengths;

    /// <param name="plan">The model.</param>
    /// <param name="names">How types are written.</param>
    /// <param name="input">The local with the input.</param>
    /// <param name="initial">The expressions of the initial states; without one it is zeros.</param>
    /// <param name="isStep">Whether it is one step of a decoder; else it is a whole sequence.</param>
    public OnnxLayers(Plan plan, TypeNames names, string input, IReadOnlyDictionary<StateTensor, string> initial, bool isStep = false)
    {
        (_plan, _names, _initial, _isStep) = (plan, names, initial, isStep);
        _locals = new NameAllocator(OnnxNames.Locals.Concat(plan.Model.Layers.Select(layer => layer.Property)).Concat(initial.Values).Append(input));
        Current = input;
        _lengths = plan.Model.TakesLengths && !isStep ? "lengths" : "null";
    }

    /// <summary>The local that the last layer assigned.</summary>
    public string Current { get; private set; }

    public List<Statement> Statements { get; } = [];

    /// <summary>The methods of cells that are a Scan.</summary>
    public List<OnnxCell> Cells { get; } = [];

    /// <summary>The expression of an initial state.</summary>
    public string Initial(StateTensor state) => _initial[state];

    /// <summary>The expression of a final state.</summary>
    public string Final(StateTensor state) => _final[state];

    /// <summary>The local with the lengths of the output; "null" where there are none.</summary>
    public string Lengths => _lengths;

    /// <summary>The local with the attention weights; empty without attention.</summary>
    public string Weights { get; private set; } = "";

    /// <summary>Adds a layer.</summary>
    public void Add(Layer layer)
    {
        if (_token.Length == 0 && layer is RecurrentLayer or AttentionLayer or ContextLayer or ReadoutLayer)
        {
            _token = Current;
        }

        switch (layer)
        {
            case RecurrentLayer recurrent:
                Add(recurrent);
                break;

            case StatelessLayer stateless:
                foreach (var operation in stateless.Operations)
                {
                    operation.Accept(this)(stateless);
                }

                break;
        }
    }

    private void Add(RecurrentLayer layer)
    {
        if (_isStep && _plan.ExtraStateOf(StateTensor.AttentionalFeed) is { } fed && _plan.Model.Recurrences.First() == layer)
        {
            // Input feeding: the readout of the step before is an input.
            Declare(layer, "input and the readout of the previous step, concatenated.", $"{Graph(layer)}.Concat({Current}, graph.SwapAxes({_initial[fed]}))", Identifiers.ToCamelCase(layer.Property) + "Input");
        }

        var recurrence = _plan.Of(layer);
        var local = Identifiers.ToCamelCase(layer.Property);
        var output = _locals.Allocate(local);
        var states = recurrence.State.Select(state => _initial.TryGetValue(state, out var initial) ? initial : "null").ToList();
        var options = Stack(layer).ToList();
        var stack = options.Count == 0 ? "new()" : $"new() {{ {string.Join(", ", options)} }}";
        string code;
        if (Operator(recurrence) is var (name, weights, option))
        {
            var finals = recurrence.State.Select(state => _locals.Allocate(local + state.Kind)).ToList();
            code = $"var ({string.Join(", ", finals.Prepend(output))}) = {Graph(layer)}.{name}({Current}, {_lengths}, {string.Join(", ", states)}, {weights}, {stack}{option});";
            for (var i = 0; i < finals.Count; i++)
            {
                _final.Add(recurrence.State[i], finals[i]);
            }
        }
        else
        {
            var cell = new OnnxCell(layer, _names);
            Cells.Add(cell);
            var final = _locals.Allocate(local + "Final");
            var sizes = string.Join(", ", layer.States.Select(state => ConstructorEmitter.StoredSize(layer.SizeOf(state))));
            code = $"var ({output}, {final}) = {Graph(layer)}.Scan({Current}, {_lengths}, [{string.Join(", ", states)}], [{sizes}], {OnnxNames.Layer(layer)}, {stack});";
            for (var i = 0; i < recurrence.State.Count; i++)
            {
                _final.Add(recurrence.State[i], $"{final}[{Literal.Of(i)}]");
            }
        }

        Statements.Add(new Statement($"{layer.Key}: {RecurrenceNotes.Describe(layer)}.", code, Shape(layer.Output)));
        (Current, _output) = (output, output);
    }

    /// <summary>The operator of a recurrent layer, its weights and a further argument; null for a cell that has none.</summary>
    private static (string Name, string Weights, string Option)? Operator(Recurrence recurrence)
    {
        var layer = recurrence.Layer;
        if (layer.UserCell is { } userCell)
        {
            // The weights of the fused kernel are made of the cell's parameters.
            return recurrence.Kernel == Kernel.EmittedLoop || recurrence.IsStepped || userCell.Recognised is not { } known ? null : known.Kind switch
            {
                RecognisedCellKind.Lstm => ("Lstm", Weights(), ""),
                RecognisedCellKind.Gru => ("Gru", Weights(), ""),
                RecognisedCellKind.ElmanRelu => ("Rnn", Weights(), ", relu: true"),
                _ => ("Rnn", Weights(), ""),
            };
        }

        return layer.Options is { LayerNorm: true } or { Zoneout: > 0 } || layer.Projection is not null ? null : layer.Cell switch
        {
            CellKind.Lstm => ("Lstm", layer.Property, ""),
            CellKind.Gru => ("Gru", layer.Property, layer.ResetsBefore ? ", resetAfter: false" : ""),
            _ => ("Rnn", layer.Property, layer.Options.Relu ? ", relu: true" : ""),
        };

        string Weights() => $"(layer, reverse) => {TorchMembers.KernelWeights(layer)}(layer, reverse, training: false)";
    }

    /// <summary>The options of the stack that are not those of one layer forward in time.</summary>
    private static IEnumerable<string> Stack(RecurrentLayer layer)
    {
        if (layer.Layers > 1)
        {
            yield return $"Layers = {Literal.Of(layer.Layers)}";
        }

        if (layer.Bidirectional)
        {
            yield return "Bidirectional = true";
        }

        if (layer.Options.Merge != MergeKind.Concat)
        {
            yield return $"Merge = {MergeOf(layer)}";
        }

        if (layer.Options.Reverse)
        {
            yield return "Reverse = true";
        }

        if (layer.Options.Residual)
        {
            yield return "Residual = true";
        }
    }

    public Action<StatelessLayer> Visit(LookupOperation operation) => layer => Assign(layer, "table lookup.", $"Lookup({Current}, {layer.Property})");

    public Action<StatelessLayer> Visit(LinearOperation operation) => layer => Assign(
        layer,
        "linear projection.",
        operation.TiedTo is { } table ? $"TiedLinear({Current}, {layer.Property}, {Literal.Of(table.Key)})" : $"Linear({Current}, {layer.Property})");

    public Action<StatelessLayer> Visit(ActivationOperation operation) => layer => Assign(layer, "activation.", $"{operation.Function}({Current})");

    public Action<StatelessLayer> Visit(NormalizationOperation operation) => layer => Assign(layer, "layer normalisation over the features.", $"LayerNorm({Current}, {layer.Property})");

    // Dropout does nothing in evaluation mode.
    public Action<StatelessLayer> Visit(DropoutOperation operation) => _ => { };

    public Action<StatelessLayer> Visit(FinalStateOperation operation) => layer =>
    {
        var recurrent = _plan.Model.Recurrences.First(one => one.Key == operation.Of);
        var hidden = _plan.State.First(state => state.Layer == recurrent);
        Assign(layer, "the final hidden state.", LastState(recurrent, _final[hidden], hidden.Rows));
        _lengths = "null";
    };

    public Action<StatelessLayer> Visit(ReductionOperation operation) => layer =>
    {
        Assign(layer, operation.Kind == PoolingKind.Max ? "maximum of each feature over time." : "mean over time.", $"{operation.Kind}OverTime({Current}, {_lengths})");
        _lengths = "null";
    };

    public Action<StatelessLayer> Visit(AttentionPoolingOperation operation) => layer =>
    {
        Assign(layer, "attention pooling over time.", $"AttentionOverTime({Current}, {_lengths}, {layer.Property})");
        _lengths = "null";
    };

    public Action<StatelessLayer> Visit(ConvolutionOperation operation) => layer =>
    {
        var window = operation.Window;
        var lengths = operation.Dimensions == 2 ? "" : $", {(window.IsPointwise ? "null" : _lengths)}";
        var options = string.Concat(new[] { ("stride", window.Stride, 1L), ("dilation", window.Dilation, 1L), ("before", window.Before, 0L), ("after", window.After, 0L) }
            .Where(option => option.Item2 != option.Item3).Select(option => $", {option.Item1}: {Literal.Of(option.Item2)}"));
        Assign(layer, $"convolution, {layer.Note}.", $"Convolution{Literal.Of(operation.Dimensions)}d({Current}{lengths}, {layer.Property}{options})");
        LengthsAfter(layer, operation.Dimensions, window);
    };

    public Action<StatelessLayer> Visit(PoolingOperation operation) => layer =>
    {
        var (kernel, stride) = (Literal.Of(operation.Window.Kernel), Literal.Of(operation.Window.Stride));
        Assign(
            layer,
            $"{(operation.Kind == PoolingKind.Max ? "max" : "average")} pooling over windows.",
            $"Pooling{Literal.Of(operation.Dimensions)}d({Current}, max: {(operation.Kind == PoolingKind.Max ? "true" : "false")}, {kernel}, {stride})");
        LengthsAfter(layer, operation.Dimensions, operation.Window);
    };

    public Action<StatelessLayer> Visit(FlattenOperation operation) => layer => Assign(layer, "an image as a sequence.", $"{operation.Axis}({Current})");

    public Action<StatelessLayer> Visit(AttentionOperation operation) => layer =>
    {
        var (coverage, previous) = (_plan.ExtraStateOf(StateTensor.Coverage), _plan.ExtraStateOf(StateTensor.PreviousWeights));
        var query = operation.BeforeCell ? $"graph.FirstLayer({_initial[HiddenOf(layer)]})" : Current;
        var options = (coverage is null ? "" : $", coverage: {_initial[coverage]}") + (previous is null ? "" : $", previousWeights: {_initial[previous]}");
        (_context, Weights) = (_locals.Allocate("context"), _locals.Allocate("weights"));
        Statements.Add(new Statement(
            $"{layer.Key}: attention weights, softmax of {operation.Formula}, and the context vector; query q: the {(operation.BeforeCell ? "previous" : "current")} hidden state.",
            $"var ({_context}, {Weights}) = {Graph(layer)}.Attend({query}, memory, {layer.Property}{options});",
            Shape(new SequenceShape(operation.ContextSize))));
        if (coverage is not null)
        {
            _final.Add(coverage, $"graph.Add({_initial[coverage]}, graph.SwapAxes({Weights}))");
        }

        if (previous is not null)
        {
            _final.Add(previous, $"graph.SwapAxes({Weights})");
        }

        Declare(layer, "input and context vector, concatenated.", $"{Graph(layer)}.Concat({Current}, {_context})");
    };

    public Action<StatelessLayer> Visit(ContextOperation operation) => layer =>
    {
        Declare(layer, "input and the summary vector of the source, concatenated.", $"{Graph(layer)}.Concat({Current}, summary)");
    };

    public Action<StatelessLayer> Visit(CopyOperation operation) => layer => Assign(
        layer,
        "log-probabilities, a mixture of generation from the vocabulary and copying from the source.",
        $"Copy({Current}, graph.Concat({_output}, {_context}, {_token}), {Weights}, sourceTokens, {layer.Property})");

    public Action<StatelessLayer> Visit(ReadoutOperation operation) => layer =>
    {
        List<string> parts = [Current, .. operation.AddsContext ? [_context] : Array.Empty<string>(), .. operation.AddsSummary ? ["summary"] : Array.Empty<string>(), .. operation.AddsToken ? [_token] : Array.Empty<string>()];
        var projection = $"{Graph(layer)}.Linear({(parts.Count == 1 ? parts[0] : $"graph.Concat({string.Join(", ", parts)})")}, {layer.Property})";
        Declare(layer, $"readout of {operation.Parts}.", operation.Function == ReadoutFunction.None ? projection : $"graph.{operation.Function}({projection})");
        if (_plan.ExtraStateOf(StateTensor.AttentionalFeed) is { } fed)
        {
            _final.Add(fed, $"graph.SwapAxes({Current})");
        }
    };

    public Action<StatelessLayer> Visit(UserMethodOperation operation) => Refused(operation);

    public Action<StatelessLayer> Visit(UserModuleOperation operation) => Refused(operation);

    private static Action<StatelessLayer> Refused(Operation operation) => throw new InvalidOperationException($"A {operation.GetType().Name} has no ONNX form.");

    /// <summary>The last layer's part of a final hidden state.</summary>
    public static string LastState(RecurrentLayer layer, string final, int rows) =>
        $"LastState({final}, {Literal.Of(rows)}{(layer.Bidirectional ? ", bidirectional: true" + (layer.Options.Merge == MergeKind.Concat ? "" : ", merge: " + MergeOf(layer)) : "")})";

    /// <summary>How a bidirectional layer merges its directions.</summary>
    public static string MergeOf(RecurrentLayer layer) => $"global::RnnDsl.Merge.{layer.Options.Merge}";

    private static string Graph(Layer layer) => $"graph.Layer({Literal.Of(layer.Key)})";

    private void LengthsAfter(StatelessLayer layer, int dimensions, Window window)
    {
        if (dimensions == 1 && _lengths != "null" && (window.Shrink != 0 || window.Stride != 1))
        {
            var local = _locals.Allocate(Identifiers.ToCamelCase(layer.Property) + "Lengths");
            Statements.Add(new Statement($"{layer.Key}: the number of output steps of each sequence.", $"var {local} = graph.LengthsAfter({_lengths}, {Literal.Of(window.Shrink)}, {Literal.Of(window.Stride)});", "[batch]"));
            _lengths = local;
        }
    }

    /// <summary>The hidden state of the recurrence above an attention, which is its query.</summary>
    private StateTensor HiddenOf(StatelessLayer attention)
    {
        var recurrent = _plan.Model.Layers.SkipWhile(layer => layer != attention).OfType<RecurrentLayer>().First();
        return _plan.State.First(state => state.Layer == recurrent);
    }

    private void Assign(StatelessLayer layer, string intent, string call) => Declare(layer, intent, $"{Graph(layer)}.{call}");

    private void Declare(Layer layer, string intent, string code, string? name = null)
    {
        var local = _locals.Allocate(name ?? Identifiers.ToCamelCase(layer.Property));
        Statements.Add(new Statement($"{layer.Key}: {intent}", $"var {local} = {code};", name is null ? Shape(layer.Output) : "[batch, 1, features]"));
        Current = local;
    }

    /// <summary>A shape; in a step there is one time step.</summary>
    private string Shape(Shape shape) => _isStep && shape is SequenceShape sequence ? $"[batch, 1, {sequence.Features}]" : shape.ToString();
}
