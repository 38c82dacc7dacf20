using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>Builds the computation of layers over a whole sequence or in one time step: the same layers, twice.</summary>
internal sealed partial class MethodBuilder : IMethodBody
{
    private readonly Plan _plan;
    private readonly MethodValue _input;
    private readonly MethodValue? _givenLengths;
    private readonly List<MethodStep> _steps = [];
    private readonly List<StateAfter> _states = [];

    private Layer _layer = null!;

    /// <summary>The layer below; null for the last one.</summary>
    private Layer? _next;

    /// <summary>The output shape of the layer in this method.</summary>
    private Shape _output = null!;

    private MethodBuilder(Plan plan, bool isStep)
    {
        (_plan, IsStep) = (plan, isStep);
        Current = _input = new MethodValue("input");
        Lengths = _givenLengths = !isStep && plan.Model.TakesLengths ? new MethodValue("lengths") : null;
    }

    public bool IsStep { get; }

    public Shape Input => _layer.Input;

    public string LayerNote => ((StatelessLayer)_layer).Note;

    public MethodValue Current { get; private set; }

    public MethodValue? Lengths { get; private set; }

    private LayerReference Reference => _layer.Reference;

    /// <summary>The layers of a model.</summary>
    public static MethodBody Build(Plan plan, bool isStep)
    {
        var builder = new MethodBuilder(plan, isStep);
        var layers = plan.Model.Layers;
        for (var i = 0; i < layers.Count; i++)
        {
            if (!isStep && plan.Loop is { } loop && loop.First == i)
            {
                builder.AddLoop(loop);
                i = loop.Last;
            }
            else if (!isStep && plan.AttentionRecurrence is { } recurrence && recurrence.Attention.Key == layers[i].Key)
            {
                builder.AddAttentionLoop(recurrence, i);
                i++;
            }
            else
            {
                builder.Add(layers[i], i + 1 < layers.Count ? layers[i + 1] : null);
            }
        }

        return builder.Body();
    }

    /// <summary>The layers above one of them, over a whole sequence.</summary>
    public static MethodBody BuildAbove(Plan plan, Layer end)
    {
        var builder = new MethodBuilder(plan, isStep: false);
        var layers = plan.Model.Layers.TakeWhile(layer => layer != end).ToList();
        for (var i = 0; i < layers.Count; i++)
        {
            builder.Add(layers[i], i + 1 < layers.Count ? layers[i + 1] : null);
        }

        return builder.Body();
    }

    public MethodValue FinalHiddenState(string key) => _states.First(after => after.State.Layer.Key == key).Value
        ?? throw new InvalidOperationException($"Nothing keeps the final state of '{key}'.");

    public void Compute(Operation operation, string note, params MethodValue[] inputs)
    {
        var output = new MethodValue(LayerName);
        _steps.Add(new OperationStep(Reference, operation, _output, IsStep, Noted(note), new(inputs.Length == 0 ? [Current] : inputs), output));
        Current = output;
    }

    public void Concatenate(string note, params MethodValue[] parts)
    {
        var output = new MethodValue(LayerName);
        _steps.Add(new ConcatenationStep(Noted(note), new(parts), output, _output));
        Current = output;
    }

    public void ZeroPadding(string reader)
    {
        if (Lengths is { } lengths)
        {
            var output = new MethodValue(LayerName + "Input");
            _steps.Add(new ZeroPaddingStep(Noted($"zero padding, so that the {reader} sees each sequence as if it were alone in the batch."), new([Current, lengths]), output, Input));
            Current = output;
        }
    }

    public void LengthsAfter(Window window)
    {
        if (Lengths is { } lengths && window.ChangesLength)
        {
            Lengths = new MethodValue(LayerName + "Lengths");
            _steps.Add(new WindowLengthsStep(window, Noted("the number of output steps of each sequence."), lengths, Lengths));
        }
    }

    public void EndLengths() => Lengths = null;

    public void Comment(string note) => _steps.Add(new NoteStep(Noted(note)));

    private string LayerName => Identifiers.ToCamelCase(_layer.Property);

    private string Noted(string note) => $"{_layer.Key}: {note}";

    private MethodBody Body() => new(_input, _givenLengths, TokenReading.Of(_steps, Current), Current, _states.ToEquatableArray(), _weights) { RemainingLengths = Lengths };

    /// <param name="layer">The layer.</param>
    /// <param name="next">The layer below it; null for the last one.</param>
    private void Add(Layer layer, Layer? next)
    {
        (_layer, _next, _output) = (layer, next, IsStep ? layer.Output.Step : layer.Output);
        CaptureToken();
        foreach (var operation in layer.Operations)
        {
            operation.AddTo(this);
        }
    }

    public void Recur()
    {
        var recurrence = _plan.Of(_layer.Reference);
        var readsFinalState = _next is not null && _next.Operations.Any(operation => operation is FinalStateOperation);
        var keepsStates = IsStep || _plan.CarriesState;

        // A result that nothing reads has no value.
        var sequence = readsFinalState && !IsStep ? null : new MethodValue(LayerName);
        var finals = recurrence.State.Select((state, i) => keepsStates || (i == 0 && readsFinalState) ? new MethodValue(LayerName + state.Kind) : null).ToList();
        _states.AddRange(recurrence.State.Zip(finals, (state, value) => new StateAfter(state, value, LacksLayers: false)));
        var outputs = finals.Prepend(sequence).ToEquatableArray();
        if (IsStep)
        {
            var fedBack = recurrence.Operation.FedBack is null ? null : _plan.ExtraStateOf(DecoderStateKind.AttentionalFeed);
            _steps.Add(new CellStep(recurrence, fedBack, Noted(RecurrenceNotes.Step(recurrence)), new([Current]), outputs, _output));
        }
        else
        {
            // Where there is a memory, the state has been made for it.
            var initial = _plan.Model.ReadsMemory ? InitialStates.OfState : _plan.CarriesState ? InitialStates.OfStateOrZeros : InitialStates.Zeros;
            _steps.Add(new SequenceStep(
                recurrence, initial, _plan.CarriesState, Noted(RecurrenceNotes.Sequence(recurrence)), new(this.WithLengths()), outputs, sequence is null ? recurrence.State[0].Shape : _output));
        }

        // A final state is read in place of the sequence.
        Current = _lastOutput = sequence ?? Current;
    }
}
