using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Graphs;

/// <summary>Plans the graph of a model, from the input to the output. Operations that have no form there have been refused by the rules.</summary>
internal sealed class ModelGraphBuilder : IOperationVisitor<Action<Layer>>
{
    private readonly Plan _plan;
    private readonly bool _isStep;
    private readonly MethodValue _input = new("input");
    private readonly MethodValue? _givenLengths;
    private readonly List<GraphStep> _steps = [];
    private readonly List<FinalState> _final = [];
    private MethodValue _current;
    private MethodValue? _lengths;
    private MethodValue? _token;
    private MethodValue? _output;
    private MethodValue? _context;
    private MethodValue? _weights;

    private ModelGraphBuilder(Plan plan)
    {
        (_plan, _isStep, _current) = (plan, plan.IsDecoder, _input);
        _lengths = _givenLengths = plan.Model.TakesLengths && !_isStep ? new MethodValue("lengths") : null;
    }

    /// <summary>The summary vector of the source, which a decoder is given.</summary>
    private MethodValue Summary { get; } = new("summary");

    /// <summary>The graph of a model; null for one that has none, and for one with errors.</summary>
    public static ModelGraph? Build(Plan plan) => plan.ExportsGraph && plan.Errors.Count == 0 ? new ModelGraphBuilder(plan).Build() : null;

    private ModelGraph Build()
    {
        var model = _plan.Model;
        foreach (var layer in model.Layers)
        {
            Add(layer);
        }

        return new ModelGraph(model.Input, _input, _givenLengths, _steps.ToEquatableArray(), _current, model.Output, _lengths, _weights, _final.ToEquatableArray())
        {
            Summary = Summary,
            States = model.CarriesState ? _plan.State.ToEquatableArray() : default,
            Memory = !model.IsDecoder ? null : new GraphMemory(
                model.Attention is { } attention ? attention.Reference : null,
                MemorySizes.Features,
                model.Context is { } context ? context.Reference : null,
                MemorySizes.SummaryFeatures,
                model.Copy is { } copy ? new GraphCopies(copy.Reference, copy.Vocabulary, copy.Extra, copy.Unknown) : null),
        };
    }

    private void Add(Layer layer)
    {
        if (_token is null && layer.Key == _plan.Model.TokenReader?.Key)
        {
            _token = _current;
        }

        foreach (var operation in layer.Operations)
        {
            operation.Accept(this)(layer);
        }
    }

    public Action<Layer> Visit(RecurrenceOperation operation) => layer =>
    {
        var name = Identifiers.ToCamelCase(layer.Property);
        if (operation.FedBack is not null)
        {
            // Input feeding: the readout of the step before is an input.
            var joined = new MethodValue(name + "Input");
            _steps.Add(new FeedBackReadout(layer.Reference, _plan.ExtraStateOf(DecoderStateKind.AttentionalFeed)!, Noted(layer, "input and the readout of the previous step, concatenated."), _current, joined, ShapeOf(layer.Input)));
            _current = joined;
        }

        var recurrence = _plan.Of(layer.Reference);
        var (stack, output) = (new RecurrentStack(operation.Layers, operation.Bidirectional, operation.Options.Merge, operation.Options.Reverse, operation.Options.Residual), new MethodValue(name));
        var note = Noted(layer, $"{RecurrenceNotes.Describe(operation)}.");
        if (OperatorOf(recurrence) is { } known)
        {
            var finals = recurrence.State.Select(state => new MethodValue(name + state.Kind)).ToEquatableArray();
            _steps.Add(new RunOperator(layer.Reference, known, operation.UserCell is not null, stack, note, _current, _lengths, recurrence.State, output, finals, ShapeOf(layer.Output)));
            _final.AddRange(recurrence.State.Zip(finals, (state, final) => new ValueState(state, final)));
        }
        else
        {
            var final = new MethodValue(name + "Final");
            _steps.Add(new RunScan(layer.Reference, new GraphCell(layer.Reference, operation), stack, note, _current, _lengths, recurrence.State, output, final, ShapeOf(layer.Output)));
            _final.AddRange(recurrence.State.Select((state, i) => new ItemState(state, final, i)));
        }

        _current = _output = output;
    };

    /// <summary>The operator of a recurrent layer; null for a cell that has none.</summary>
    private static RecurrentOperator? OperatorOf(Recurrence recurrence)
    {
        var layer = recurrence.Operation;
        if (layer.UserCell is { } userCell)
        {
            // The weights of the fused kernel are made of the cell's parameters.
            return recurrence.Kernel == Kernel.EmittedLoop || recurrence.IsStepped ? null : userCell.Recognised?.Kind switch
            {
                RecognisedCellKind.Lstm => RecurrentOperator.Lstm,
                RecognisedCellKind.Gru => RecurrentOperator.Gru,
                RecognisedCellKind.ElmanTanh => RecurrentOperator.Elman,
                RecognisedCellKind.ElmanRelu => RecurrentOperator.ElmanRelu,
                _ => null,
            };
        }

        return layer.Options is { LayerNorm: true } or { Zoneout: > 0 } || layer.Projection is not null ? null : layer.Cell switch
        {
            CellKind.Lstm => RecurrentOperator.Lstm,
            CellKind.Gru => layer.ResetsBefore ? RecurrentOperator.GruWithResetBefore : RecurrentOperator.Gru,
            CellKind.Rnn => layer.Options.Relu ? RecurrentOperator.ElmanRelu : RecurrentOperator.Elman,
            _ => null,
        };
    }

    public Action<Layer> Visit(LookupOperation operation) => layer => Compute(layer, operation, "table lookup.");

    public Action<Layer> Visit(LinearOperation operation) => layer => Compute(layer, operation, "linear projection.");

    public Action<Layer> Visit(ActivationOperation operation) => layer => Compute(layer, operation, "activation.");

    public Action<Layer> Visit(NormalizationOperation operation) => layer => Compute(layer, operation, "layer normalisation over the features.");

    // Dropout does nothing in evaluation mode.
    public Action<Layer> Visit(DropoutOperation operation) => _ => { };

    public Action<Layer> Visit(FinalStateOperation operation) => layer =>
    {
        var output = NameOf(layer);
        _steps.Add(new TakeLastState(layer.Reference, Noted(layer, "the final hidden state."), _plan.State.First(state => state.Layer.Key == operation.Of), output, ShapeOf(layer.Output)));
        (_current, _lengths) = (output, null);
    };

    public Action<Layer> Visit(ReductionOperation operation) => layer =>
    {
        Compute(layer, operation, operation.Kind == PoolingKind.Max ? "maximum of each feature over time." : "mean over time.", _lengths);
        _lengths = null;
    };

    public Action<Layer> Visit(AttentionPoolingOperation operation) => layer =>
    {
        Compute(layer, operation, "attention pooling over time.", _lengths);
        _lengths = null;
    };

    public Action<Layer> Visit(ConvolutionOperation operation) => layer =>
    {
        Compute(layer, operation, $"convolution, {((StatelessLayer)layer).Note}.", operation.Window.IsPointwise ? null : _lengths);
        CountSteps(layer, operation.Dimensions, operation.Window);
    };

    public Action<Layer> Visit(PoolingOperation operation) => layer =>
    {
        Compute(layer, operation, $"{(operation.Kind == PoolingKind.Max ? "max" : "average")} pooling over windows.");
        CountSteps(layer, operation.Dimensions, operation.Window);
    };

    public Action<Layer> Visit(FlattenOperation operation) => layer => Compute(layer, operation, "an image as a sequence.");

    public Action<Layer> Visit(CurrentStateAttentionOperation operation) => layer => Attend(layer, operation, _current, null);

    public Action<Layer> Visit(PreviousStateAttentionOperation operation) => layer => Attend(layer, operation, null, _plan.HiddenStateOf(operation.Of));

    private void Attend(Layer layer, AttentionOperation operation, MethodValue? query, StateTensor? queryState)
    {
        var (coverage, previous) = (_plan.ExtraStateOf(DecoderStateKind.Coverage), _plan.ExtraStateOf(DecoderStateKind.PreviousWeights));
        (_context, _weights) = (new MethodValue("context"), new MethodValue("weights"));
        _steps.Add(new AttendToMemory(
            layer.Reference,
            Noted(layer, operation.Note),
            query,
            queryState,
            coverage,
            previous,
            _context,
            _weights,
            ShapeOf(new SequenceShape(operation.ContextSize))));
        if (coverage is not null)
        {
            _final.Add(new SummedState(coverage, _weights));
        }

        if (previous is not null)
        {
            _final.Add(new StepState(previous, _weights));
        }

        Concatenate(layer, "input and context vector, concatenated.", _context);
    }

    public Action<Layer> Visit(ContextOperation operation) => layer => Concatenate(layer, "input and the summary vector of the source, concatenated.", Summary);

    public Action<Layer> Visit(CopyOperation operation) => layer => Compute(
        layer, operation, "log-probabilities, a mixture of generation from the vocabulary and copying from the source.", null, [_current, _output!, _context!, _token!, _weights!]);

    public Action<Layer> Visit(ReadoutOperation operation) => layer =>
    {
        List<MethodValue> inputs = [_current];
        if (operation.AddsContext)
        {
            inputs.Add(_context!);
        }

        if (operation.AddsSummary)
        {
            inputs.Add(Summary);
        }

        if (operation.AddsToken)
        {
            inputs.Add(_token!);
        }

        Compute(layer, operation, $"readout of {operation.Parts}.", null, inputs);
        if (operation.IsFedBack)
        {
            _final.Add(new StepState(_plan.ExtraStateOf(DecoderStateKind.AttentionalFeed)!, _current));
        }
    };

    public Action<Layer> Visit(UserMethodOperation operation) => Refused(operation);

    public Action<Layer> Visit(UserModuleOperation operation) => Refused(operation);

    private static Action<Layer> Refused(Operation operation) => throw new InvalidOperationException($"A {operation.GetType().Name} has no form in a graph.");

    private static string Noted(Layer layer, string note) => $"{layer.Key}: {note}";

    private static MethodValue NameOf(Layer layer) => new(Identifiers.ToCamelCase(layer.Property));

    /// <summary>A shape; in a step there is one time step.</summary>
    private Shape ShapeOf(Shape shape) => _isStep && shape is SequenceShape sequence ? sequence with { Time = new TimeExtent(Steps: 1) } : shape;

    private void Compute(Layer layer, Operation operation, string note, MethodValue? lengths = null, IEnumerable<MethodValue>? inputs = null)
    {
        var output = NameOf(layer);
        _steps.Add(new ComputeOperation(layer.Reference, operation, Noted(layer, note), (inputs ?? [_current]).ToEquatableArray(), lengths, output, ShapeOf(layer.Output)));
        _current = output;
    }

    private void Concatenate(Layer layer, string note, MethodValue other)
    {
        var output = NameOf(layer);
        _steps.Add(new ConcatenateValues(layer.Reference, Noted(layer, note), new([_current, other]), output, ShapeOf(layer.Output)));
        _current = output;
    }

    private void CountSteps(Layer layer, int dimensions, Window window)
    {
        if (dimensions == 1 && _lengths is { } lengths && window.ChangesLength)
        {
            _lengths = new MethodValue(Identifiers.ToCamelCase(layer.Property) + "Lengths");
            _steps.Add(new CountWindowSteps(layer.Reference, window, Noted(layer, "the number of output steps of each sequence."), lengths, _lengths));
        }
    }
}
