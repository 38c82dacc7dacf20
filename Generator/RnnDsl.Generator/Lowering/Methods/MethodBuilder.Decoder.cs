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
            _steps.Add(new SummaryStep(Noted("source summary at every step."), Current, _summary, ShapeBeside(_output, ContextLayer.SummarySize)));
        }

        return _summary;
    }

    public void Attend(AttentionOperation operation)
    {
        var (coverage, previous) = (_plan.ExtraStateOf(StateTensor.Coverage), _plan.ExtraStateOf(StateTensor.PreviousWeights));
        var steps = IsStep ? AttentionSteps.One : operation.UsesPreviousWeights ? AttentionSteps.OneByOne : AttentionSteps.AllAtOnce;
        var query = operation.BeforeCell ? _plan.HiddenBelow(_layer) : null;
        (_context, _weights) = (new MethodValue("context"), new MethodValue("weights"));
        _steps.Add(new AttentionStep(
            Reference, steps, query, coverage, previous,
            Noted($"attention weights, softmax of {operation.Formula}, and the context vector; query q: the {(operation.BeforeCell ? "previous" : "current")} hidden state."),
            query is null ? new([Current]) : default,
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
        if (IsStep && _plan.ExtraStateOf(StateTensor.AttentionalFeed) is { } fed)
        {
            _states.Add(new StateAfter(fed, Current, LacksLayers: true));
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
        return new LayersLoop(Names(loop, layers), Reason(plan), layers[loop.First - 1].Output.Step, token, plan.LoopState.ToEquatableArray(), results.ToEquatableArray(), builder.Body());
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
            var after = new MethodValue(state.Kind == state.Name && !state.IsOfRecurrence ? Identifiers.ToCamelCase(state.Name) : Identifiers.ToCamelCase(state.Layer.Property) + state.Kind);
            outputs.Add(after);
            _states.Add(new StateAfter(state, after, LacksLayers: false));
        }

        _steps.Add(new LayersLoopStep($"{Names(loop, layers)}: step by step, because {Reason(_plan)}.", inputs.ToEquatableArray(), outputs.ToEquatableArray(), layers[loop.Last].Output));
        Current = output;
    }

    /// <summary>A recurrence and the attention above it, which run together.</summary>
    private void AddAttentionLoop(AttentionRecurrence recurrence)
    {
        var attention = (AttentionLayer)_plan.Model.Layers.First(one => one.Key == recurrence.Attention.Key);
        var layer = _plan.Model.Recurrences.First(one => one.Key == recurrence.Layer.Key);
        _layer = attention;
        CaptureToken();
        var name = Identifiers.ToCamelCase(layer.Property);
        var output = new MethodValue(name);
        var readsContext = _plan.Model.Copy is not null || _plan.Model.Layers.OfType<ReadoutLayer>().Any(readout => readout.AddsContext);
        _lastOutput = output;
        _context = readsContext ? new MethodValue("context") : null;
        _weights = new MethodValue("weights");
        var finals = _plan.Of(layer.Reference).State.Select(state => new StateAfter(state, new MethodValue(name + state.Kind), LacksLayers: false)).ToList();
        _states.AddRange(finals);
        _steps.Add(new AttentionLoopStep(
            _plan.Of(layer.Reference),
            $"{attention.Key} and {layer.Key}: attention scores {attention.Formula} with the previous hidden state as query; the context vector enters the cell.",
            new([Current]),
            new([output, _context, _weights, .. finals.Select(final => final.Value)]),
            layer.Output));
        Current = output;
    }

    private void CaptureToken()
    {
        if (_token is null && _layer is RecurrentLayer or AttentionLayer or ContextLayer or ReadoutLayer)
        {
            _token = Current;
        }
    }

    private bool ReturnsContext(StepLoop loop) =>
        _plan.Model.Copy is not null || (_plan.Model.Layers.Skip(loop.Last + 1).OfType<ReadoutLayer>().Any(readout => readout.AddsContext) && _plan.Model.Attention is { BeforeCell: true });

    /// <summary>Whether the output of the last recurrent layer is read below the loop, and the loop ends in another layer.</summary>
    private bool ReturnsLastOutput(StepLoop loop) => _plan.Model.Copy is not null && _plan.Model.Layers[loop.Last] is not RecurrentLayer;

    /// <summary>Whether a readout in the loop reads the token, and the loop begins below a [Context], which adds to it.</summary>
    private static bool TakesToken(Plan plan, StepLoop loop) =>
        plan.Model.Layers.Take(loop.First).Any(layer => layer is ContextLayer)
        && plan.Model.Layers.Skip(loop.First).Take(loop.Last - loop.First + 1).OfType<ReadoutLayer>().Any(readout => readout.AddsToken);

    private static string Reason(Plan plan) => plan.Model.Attention is { BeforeCell: true }
        ? "the attention query is the previous hidden state"
        : $"the output of {plan.Model.Layers.OfType<ReadoutLayer>().First().Key} is fed back (input feeding)";

    private static string Names(StepLoop loop, EquatableArray<Layer> layers)
    {
        var keys = layers.Skip(loop.First).Take(loop.Last - loop.First + 1).Select(layer => layer.Key).ToList();
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
