using System.ComponentModel;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// A loop over the steps in an ONNX graph, the operator Scan: emitted code reads the states and the sequences in its body, adds the operations of a step, and finishes it with the next states.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class OnnxScan
{
    private readonly OnnxGraph _outer;
    private readonly OnnxValue _input;
    private readonly OnnxValue[] _initial;
    private readonly OnnxValue[] _previous;
    private readonly OnnxValue? _mask;
    private readonly bool _reverse;
    private readonly List<(OnnxValue Sequence, OnnxValue Step)> _sequences = [];

    /// <param name="outer">The graph around the loop.</param>
    /// <param name="body">The body.</param>
    /// <param name="input">The input of the layer, [time, batch, features].</param>
    /// <param name="initial">The initial states, [batch, size] each.</param>
    /// <param name="mask">Which steps are valid, bool [time, batch, 1]; <c>null</c> where all are.</param>
    /// <param name="reverse">Whether the loop begins at the last step.</param>
    internal OnnxScan(OnnxGraph outer, OnnxGraph body, OnnxValue input, OnnxValue[] initial, OnnxValue? mask, bool reverse)
    {
        (_outer, Step, _input, _initial, _mask, _reverse) = (outer, body, input, initial, mask, reverse);
        _previous = [.. initial.Select(_ => body.BodyInput("Previous"))];
    }

    /// <summary>The body: the graph of one step.</summary>
    public OnnxGraph Step { get; }

    /// <summary>The first state of every step: [time, batch, size].</summary>
    internal OnnxValue Output { get; private set; }

    /// <summary>The states after the last step: [batch, size].</summary>
    internal IReadOnlyList<OnnxValue> Final { get; private set; } = [];

    /// <summary>A state of the previous step: [batch, size].</summary>
    /// <param name="index">The state, counted from 0.</param>
    public OnnxValue Previous(int index) => _previous[index];

    /// <summary>What a sequence has at the step: [time, batch, features] to [batch, features].</summary>
    /// <param name="sequence">A value of the graph around the loop.</param>
    public OnnxValue Read(OnnxValue sequence) => Read(sequence, OnnxMessages.FloatType);

    /// <summary>Ends the body.</summary>
    /// <param name="states">The states after the step. The first is the output of the cell.</param>
    public void Finish(params OnnxValue[] states)
    {
        ArgumentNullException.ThrowIfNull(states);

        // A state stays what it is at padding. The output there is of no step.
        var next = _mask is { } mask && Read(mask, OnnxMessages.BoolType) is var valid
            ? states.Select((state, index) => Step.Choose(valid, state, _previous[index])).ToArray()
            : states;

        // The operator has as many steps as its sequences, and reads at least one.
        if (_sequences.Count == 0)
            Read(_input);
        foreach (var state in next.Append(next[0]))
            Step.BodyOutput(state);
        var results = _outer.AddScan(Step, [.. _initial, .. _sequences.Select(one => one.Sequence)], _sequences.Count, _reverse, states.Length);
        (Final, Output) = (results[..^1], results[^1]);
    }

    private OnnxValue Read(OnnxValue sequence, int type)
    {
        var step = Step.BodyInput("Step", type);
        _sequences.Add((sequence, step));
        return step;
    }
}
