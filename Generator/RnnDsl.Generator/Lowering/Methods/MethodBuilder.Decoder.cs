using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>The layers of decoders alone: attention, context and readout, and the loop that computes layers step by step.</summary>
internal sealed partial class MethodBuilder
{
    /// <summary>What the token has become where something first reads it.</summary>
    private MethodValue? _token;

    private MethodValue? _lastOutput;

    private MethodValue? _context;

    private MethodValue? _weights;

    private MethodValue? _summary;

    public MethodValue Token => _token ?? throw Missing("token");

    public MethodValue LastOutput => _lastOutput ?? throw Missing("output of a recurrent layer");

    public MethodValue Context => _context ?? throw Missing("context vector");

    public MethodValue AttentionWeights => _weights ?? throw Missing("attention");

    public MethodValue Summary()
    {
        if (_summary is null)
        {
            _summary = new MethodValue("summary");
            _steps.Add(new SummaryStep(Noted("source summary at every step."), Current, _summary, ShapeBeside(_output, MemorySizes.SummaryFeatures)));
        }

        return _summary;
    }

    public void Attend(CurrentStateAttentionOperation operation) => Attend(operation, null, [Current]);

    public void AttendFromState(PreviousStateAttentionOperation operation) => Attend(operation, _plan.HiddenStateOf(operation.Of), []);

    private void Attend(AttentionOperation operation, StateTensor? queryState, MethodValue[] query)
    {
        var (coverage, previous) = (_plan.ExtraStateOf(DecoderStateKind.Coverage), _plan.ExtraStateOf(DecoderStateKind.PreviousWeights));
        var steps = IsStep ? AttentionSteps.One : operation.UsesPreviousWeights ? AttentionSteps.OneByOne : AttentionSteps.AllAtOnce;
        (_context, _weights) = (new MethodValue("context"), new MethodValue("weights"));
        _steps.Add(new AttentionStep(
            Reference, steps, queryState, coverage, previous,
            Noted(operation.Note),
            new(query),
            new([_context, _weights]),
            ShapeBeside(_output, operation.ContextSize)));
        if (coverage is not null)
        {
            var after = new MethodValue("coverage");
            _steps.Add(new CoverageStep(coverage, IsStep, Noted("coverage, the sum of the attention weights so far."), _weights, after));
            _states.Add(new StateAfter(coverage, after, LacksLayers: false));
        }

        if (previous is not null)
        {
            var after = new MethodValue("previousWeights");
            _steps.Add(new KeepWeightsStep(IsStep, Noted("attention weights, for the next step."), _weights, after, previous.Shape));
            _states.Add(new StateAfter(previous, after, LacksLayers: false));
        }

        Concatenate("input and context vector, concatenated.", Current, _context);
    }

    public void FeedBack()
    {
        if (IsStep)
        {
            _states.Add(new StateAfter(_plan.ExtraStateOf(DecoderStateKind.AttentionalFeed)!, Current, LacksLayers: true));
        }
    }

    /// <summary>The method with the layers that run step by step; null if there are none.</summary>
    public static LayersLoop? BuildLoop(Plan plan)
    {
        if (plan.Loop is not { } loop)
        {
            return null;
        }

        var layers = plan.Model.Layers;
        var builder = new MethodBuilder(plan, isStep: true);
        var token = TakesToken(plan, loop) ? new MethodValue("token") : null;
        builder._token = token;
        for (var i = loop.First; i <= loop.Last; i++)
        {
            builder.Add(layers[i], i < loop.Last ? layers[i + 1] : null);
        }

        List<LoopResult> results = [new("Output", builder.Current)];
        if (builder.ReturnsLastOutput(loop))
        {
            results.Add(new("Last", builder.LastOutput));
        }

        if (builder.ReturnsContext(loop))
        {
            results.Add(new("Context", builder.Context));
        }

        results.Add(new("Weights", builder.AttentionWeights));
        return new LayersLoop(Names(loop, layers), loop.Reason, layers[loop.First - 1].Output.Step, token, plan.LoopState.ToEquatableArray(), results.ToEquatableArray(), builder.Body());
    }

    /// <summary>The call of the loop, in a whole sequence.</summary>
    private void AddLoop(StepLoop loop)
    {
        var layers = _plan.Model.Layers;
        _layer = layers[loop.First];
        CaptureToken();
        List<MethodValue> inputs = TakesToken(_plan, loop) ? [Current, Token] : [Current];
        var output = new MethodValue(Identifiers.ToCamelCase(layers[loop.Last].Property));
        List<MethodValue?> outputs = [output];
        _lastOutput = output;
        if (ReturnsLastOutput(loop))
        {
            outputs.Add(_lastOutput = new MethodValue("last"));
        }

        if (ReturnsContext(loop))
        {
            outputs.Add(_context = new MethodValue("context"));
        }

        outputs.Add(_weights = new MethodValue("weights"));
        foreach (var state in _plan.LoopState)
        {
            var after = new MethodValue(state.IsOfRecurrence ? Identifiers.ToCamelCase(state.Layer.Property) + state.Kind : Identifiers.ToCamelCase(state.Name));
            outputs.Add(after);
            _states.Add(new StateAfter(state, after, LacksLayers: false));
        }

        _steps.Add(new LayersLoopStep($"{Names(loop, layers)}: step by step, because {loop.Reason}.", inputs.ToEquatableArray(), outputs.ToEquatableArray(), layers[loop.Last].Output));
        Current = output;
    }

    /// <summary>An attention and the recurrence below it, which run together.</summary>
    /// <param name="joined">Both.</param>
    /// <param name="index">The index of the attention.</param>
    private void AddAttentionLoop(AttentionRecurrence joined, int index)
    {
        var layers = _plan.Model.Layers;
        _layer = layers[index];
        CaptureToken();
        var recurrence = _plan.Of(joined.Layer);
        var name = Identifiers.ToCamelCase(joined.Layer.Property);
        var output = new MethodValue(name);
        _lastOutput = output;
        _context = Reads(SideInputs.Context, layers.Skip(index + 2)) ? new MethodValue("context") : null;
        _weights = new MethodValue("weights");
        var finals = recurrence.State.Select(state => new StateAfter(state, new MethodValue(name + state.Kind), LacksLayers: false)).ToList();
        _states.AddRange(finals);
        _steps.Add(new AttentionLoopStep(
            recurrence,
            $"{joined.Attention.Key} and {joined.Layer.Key}: attention scores {joined.Operation.Formula} with the previous hidden state as query; the context vector enters the cell.",
            new([Current]),
            new([output, _context, _weights, .. finals.Select(final => final.Value)]),
            layers[index + 1].Output));
        Current = output;
    }

    private void CaptureToken()
    {
        if (_token is null && _layer.Key == _plan.Model.TokenReader?.Key)
        {
            _token = Current;
        }
    }

    private bool ReturnsContext(StepLoop loop) => Reads(SideInputs.Context, _plan.Model.Layers.Skip(loop.Last + 1));

    /// <summary>Whether the output of the last recurrent layer is read below the loop, and the loop ends in another layer.</summary>
    private bool ReturnsLastOutput(StepLoop loop) => Reads(SideInputs.LastOutput, _plan.Model.Layers.Skip(loop.Last + 1)) && !_plan.Model.Layers[loop.Last].IsRecurrent;

    /// <summary>Whether a layer in the loop reads the token, and a layer above the loop adds to it.</summary>
    private static bool TakesToken(Plan plan, StepLoop loop) =>
        plan.Model.Layers.Take(loop.First).Any(layer => layer.Key == plan.Model.TokenReader?.Key)
        && Reads(SideInputs.Token, loop.In(plan.Model.Layers));

    private static bool Reads(SideInputs input, IEnumerable<Layer> layers) => layers.Any(layer => layer.Operations.Any(operation => operation.SideInputs.HasFlag(input)));

    private static string Names(StepLoop loop, EquatableArray<Layer> layers)
    {
        var keys = loop.In(layers).Select(layer => layer.Key).ToList();
        return $"{string.Join(", ", keys.Take(keys.Count - 1))} and {keys[keys.Count - 1]}";
    }

    /// <summary>The shape of a value that is concatenated with the layer's input.</summary>
    private static Shape ShapeBeside(Shape flow, Polynomial features) => flow switch
    {
        SequenceShape sequence => sequence with { Features = features },
        _ => new VectorShape(features),
    };

    private static InvalidOperationException Missing(string what) => new($"No layer above gives the {what}.");
}
