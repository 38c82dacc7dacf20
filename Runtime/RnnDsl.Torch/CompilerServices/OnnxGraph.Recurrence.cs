using TorchSharp;
using static RnnDsl.Torch.CompilerServices.OnnxMessages;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Recurrent layers. Those with an ONNX operator of their own are RNN, LSTM and GRU; the others are a Scan over the steps with the equations of the cell as its body. Both have the time first.
/// </summary>
public sealed partial class OnnxGraph
{
    /// <summary>Adds one layer of a cell in one direction.</summary>
    /// <param name="graph">The graph around the loop.</param>
    /// <param name="input">[time, batch, features]</param>
    /// <param name="scan">The loop.</param>
    /// <param name="layer">The layer, counted from 0.</param>
    /// <param name="reverse">Whether to use the weights of the reverse direction.</param>
    public delegate void CellOfLayer(OnnxGraph graph, OnnxValue input, OnnxScan scan, int layer, bool reverse);

    /// <summary>Gives the weights of one layer in one direction: of the input, of the state and their biases, in PyTorch's layout.</summary>
    /// <param name="layer">The layer, counted from 0.</param>
    /// <param name="reverse">Whether to return the weights of the reverse direction.</param>
    public delegate Tensor[] WeightsOfLayer(int layer, bool reverse);

    /// <summary>Elman networks as the operator RNN: [batch, time, features] to [batch, time, features], and the final state.</summary>
    /// <param name="input">The steps.</param>
    /// <param name="lengths">The lengths of the sequences; <c>null</c> where all steps are valid.</param>
    /// <param name="hidden">The initial state, [layers × directions, batch, size]; <c>null</c> for zeros.</param>
    /// <param name="weights">The module with the weights.</param>
    /// <param name="layers">The stack.</param>
    /// <param name="relu">Whether the activation is relu; else it is tanh.</param>
    public (OnnxValue Output, OnnxValue Hidden) Rnn(OnnxValue input, OnnxValue? lengths, OnnxValue? hidden, nn.Module weights, OnnxLayers layers, bool relu = false) =>
        OneState(Operator(input, lengths, [hidden], layers, Rnn(WeightsOf(weights), relu)));

    /// <summary>The same with weights that are computed.</summary>
    /// <inheritdoc cref="Rnn(OnnxValue, OnnxValue?, OnnxValue?, nn.Module, OnnxLayers, bool)"/>
    public (OnnxValue Output, OnnxValue Hidden) Rnn(OnnxValue input, OnnxValue? lengths, OnnxValue? hidden, WeightsOfLayer weights, OnnxLayers layers, bool relu = false) =>
        OneState(Operator(input, lengths, [hidden], layers, Rnn(WeightsOf(weights), relu)));

    /// <summary>LSTM layers as the operator LSTM: [batch, time, features] to [batch, time, features], and the final states.</summary>
    /// <param name="input">The steps.</param>
    /// <param name="lengths">The lengths of the sequences; <c>null</c> where all steps are valid.</param>
    /// <param name="hidden">The initial hidden state, [layers × directions, batch, size]; <c>null</c> for zeros.</param>
    /// <param name="cell">The initial cell state, [layers × directions, batch, size]; <c>null</c> for zeros.</param>
    /// <param name="weights">The module with the weights.</param>
    /// <param name="layers">The stack.</param>
    public (OnnxValue Output, OnnxValue Hidden, OnnxValue Cell) Lstm(OnnxValue input, OnnxValue? lengths, OnnxValue? hidden, OnnxValue? cell, nn.Module weights, OnnxLayers layers) =>
        TwoStates(Operator(input, lengths, [hidden, cell], layers, Lstm(WeightsOf(weights))));

    /// <summary>The same with weights that are computed.</summary>
    /// <inheritdoc cref="Lstm(OnnxValue, OnnxValue?, OnnxValue?, OnnxValue?, nn.Module, OnnxLayers)"/>
    public (OnnxValue Output, OnnxValue Hidden, OnnxValue Cell) Lstm(OnnxValue input, OnnxValue? lengths, OnnxValue? hidden, OnnxValue? cell, WeightsOfLayer weights, OnnxLayers layers) =>
        TwoStates(Operator(input, lengths, [hidden, cell], layers, Lstm(WeightsOf(weights))));

    /// <summary>GRU layers as the operator GRU: [batch, time, features] to [batch, time, features], and the final state.</summary>
    /// <param name="input">The steps.</param>
    /// <param name="lengths">The lengths of the sequences; <c>null</c> where all steps are valid.</param>
    /// <param name="hidden">The initial state, [layers × directions, batch, size]; <c>null</c> for zeros.</param>
    /// <param name="weights">The module with the weights.</param>
    /// <param name="layers">The stack.</param>
    /// <param name="resetAfter">Whether the reset gate acts after the recurrent projection; else it acts on the state before it.</param>
    public (OnnxValue Output, OnnxValue Hidden) Gru(OnnxValue input, OnnxValue? lengths, OnnxValue? hidden, nn.Module weights, OnnxLayers layers, bool resetAfter = true) =>
        OneState(Operator(input, lengths, [hidden], layers, Gru(WeightsOf(weights), resetAfter)));

    /// <summary>The same with weights that are computed.</summary>
    /// <inheritdoc cref="Gru(OnnxValue, OnnxValue?, OnnxValue?, nn.Module, OnnxLayers, bool)"/>
    public (OnnxValue Output, OnnxValue Hidden) Gru(OnnxValue input, OnnxValue? lengths, OnnxValue? hidden, WeightsOfLayer weights, OnnxLayers layers, bool resetAfter = true) =>
        OneState(Operator(input, lengths, [hidden], layers, Gru(WeightsOf(weights), resetAfter)));

    /// <summary>Layers of another cell, a Scan for each layer and direction: [batch, time, features] to [batch, time, features], and the final states.</summary>
    /// <param name="input">The steps.</param>
    /// <param name="lengths">The lengths of the sequences; <c>null</c> where all steps are valid.</param>
    /// <param name="states">The initial states, [layers × directions, batch, size] each; <c>null</c> for zeros.</param>
    /// <param name="sizes">The sizes of the states.</param>
    /// <param name="cell">Adds one layer in one direction.</param>
    /// <param name="layers">The stack.</param>
    public (OnnxValue Output, OnnxValue[] Final) Scan(OnnxValue input, OnnxValue? lengths, OnnxValue?[] states, long[] sizes, CellOfLayer cell, OnnxLayers layers)
    {
        ArgumentNullException.ThrowIfNull(cell);
        ArgumentNullException.ThrowIfNull(layers);
        var lengths64 = lengths is { } valid && layers.ReadsFromTheEnd ? Cast(valid, Int64Type) : default(OnnxValue?);
        return Stack(input, states, layers, (steps, initial, layer) =>
        {
            var mask = lengths is { } ends ? Unsqueeze(Less(Unsqueeze(Range(steps, 0), 1), ends), 2) : default(OnnxValue?);
            bool[] directions = layers.Bidirectional ? [false, true] : [layers.Reverse];
            var scans = directions.Select((fromTheEnd, direction) =>
            {
                // Padding is at the end, also where a sequence is read from its end: it is reversed within its length.
                var read = fromTheEnd && lengths64 is { } of ? ReverseSteps(steps, of) : steps;
                var start = sizes.Select((size, state) => initial[state] is { } given ? Select(given, 0, direction) : Zeros(steps, size)).ToArray();
                var scan = new OnnxScan(this, new OnnxGraph(this), read, start, mask, reverse: fromTheEnd && lengths64 is null);
                cell(this, read, scan, layer, layers.Bidirectional && fromTheEnd);
                return (Output: fromTheEnd && lengths64 is { } back ? ReverseSteps(scan.Output, back) : scan.Output, scan.Final);
            }).ToList();
            var output = scans.Count == 1 ? scans[0].Output : Join(scans[0].Output, scans[1].Output, layers.Merge);
            return (output, [.. sizes.Select((_, state) => Concat(0, [.. scans.Select(scan => Unsqueeze(scan.Final[state], 0))]))]);
        });
    }

    /// <summary>Adds a Scan.</summary>
    internal OnnxValue[] AddScan(OnnxGraph body, OnnxValue[] inputs, int sequences, bool reverse, int states)
    {
        long[] directions = [.. Enumerable.Repeat(reverse ? 1L : 0, sequences)];
        return Nodes(
            "Scan",
            [.. inputs.Select(input => (OnnxValue?)input)],
            [.. Enumerable.Repeat("Final", states), "Scan"],
            AttributeOfGraph("body", body.Message(_layer, [])),
            Attribute("num_scan_inputs", sequences),
            Attribute("scan_input_directions", directions),
            Attribute("scan_output_directions", [reverse ? 1L : 0]));
    }

    /// <summary>Adds an input of a loop's body.</summary>
    internal OnnxValue BodyInput(string name, int type = FloatType)
    {
        var value = new OnnxValue(_content.Allocate($"{_layer}.{name}"));
        _inputs.Add(OnnxMessages.Value(value.Name, type, null));
        return value;
    }

    /// <summary>Adds an output of a loop's body: a value that a node of the body computes, and once only.</summary>
    internal void BodyOutput(OnnxValue value)
    {
        var output = _computed.Remove(value.Name) ? value : Node("Identity", [value]);
        _computed.Remove(output.Name);
        _outputs.Add(OnnxMessages.Value(output.Name, FloatType, null));
    }

    /// <summary>Where a condition holds one value, else another.</summary>
    internal OnnxValue Choose(OnnxValue condition, OnnxValue yes, OnnxValue no) => Where(condition, yes, no);

    private static (OnnxValue Output, OnnxValue Hidden) OneState((OnnxValue Output, OnnxValue[] Final) layers) => (layers.Output, layers.Final[0]);

    private static (OnnxValue Output, OnnxValue Hidden, OnnxValue Cell) TwoStates((OnnxValue Output, OnnxValue[] Final) layers) => (layers.Output, layers.Final[0], layers.Final[1]);

    private OnnxValue ReverseSteps(OnnxValue steps, OnnxValue lengths) => Node("ReverseSequence", [steps, lengths], Attribute("time_axis", 0), Attribute("batch_axis", 1));

    /// <summary>A state of zeros: [batch, size].</summary>
    private OnnxValue Zeros(OnnxValue steps, long size) => ZerosOf(Size(steps, 1), Integers(size));

    /// <summary>A stack of layers, with the time first between them.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="states">The initial states, [layers × directions, batch, size] each.</param>
    /// <param name="layers">The stack.</param>
    /// <param name="one">Adds a layer: from its steps and its initial states, [directions, batch, size] each.</param>
    private (OnnxValue Output, OnnxValue[] Final) Stack(
        OnnxValue input, OnnxValue?[] states, OnnxLayers layers, Func<OnnxValue, OnnxValue?[], int, (OnnxValue Output, OnnxValue[] Final)> one)
    {
        var key = _layer;
        var steps = Transpose(input, 1, 0, 2);
        var ofLayers = states.Select(state => PerLayer(state, layers)).ToList();
        var finals = states.Select(_ => new List<OnnxValue>()).ToList();
        for (var layer = 0; layer < layers.Layers; layer++)
        {
            _layer = layers.Layers == 1 ? key : $"{key}.l{layer}";
            var (output, final) = one(steps, [.. ofLayers.Select(state => state[layer])], layer);
            for (var state = 0; state < final.Length; state++)
                finals[state].Add(final[state]);
            steps = layers.Residual ? Add(output, steps) : output;
        }

        _layer = key;
        return (Transpose(steps, 1, 0, 2), [.. finals.Select(final => Concat(0, [.. final]))]);
    }

    /// <summary>The part of each layer of a state.</summary>
    private OnnxValue?[] PerLayer(OnnxValue? state, OnnxLayers layers) =>
        state is not { } whole ? new OnnxValue?[layers.Layers]
        : layers.Layers == 1 ? [whole]
        : [.. Nodes("Split", [whole, Integers([.. Enumerable.Repeat((long)layers.Directions, layers.Layers)])], [.. Enumerable.Repeat("Split", layers.Layers)], Attribute("axis", 0))
            .Select(part => (OnnxValue?)part)];

    /// <summary>Layers of an operator, which computes all directions of a layer.</summary>
    private (OnnxValue Output, OnnxValue[] Final) Operator(OnnxValue input, OnnxValue? lengths, OnnxValue?[] states, OnnxLayers layers, CellOperator cell)
    {
        ArgumentNullException.ThrowIfNull(layers);
        return Stack(input, states, layers, (steps, initial, layer) =>
        {
            using var scope = NewDisposeScope();
            bool[] directions = layers.Bidirectional ? [false, true] : [false];
            var weights = directions.Select(reverse => cell.Weights(layer, reverse)).ToList();
            var hiddenSize = weights[0].Hidden.size(1);
            var peepholes = weights[0].Peepholes is null ? default(OnnxValue?)
                : Weight("P", Directions(weights.Select(one => Ordered(one.Peepholes!, [0, 2, 1]).flatten()))); // ours are i, f, o; those of the operator i, o, f
            List<OnnxValue?> inputs =
            [
                steps,
                Weight("W", Directions(weights.Select(one => Gates(one.Input)))),
                Weight("R", Directions(weights.Select(one => Gates(one.Hidden)))),
                Weight("B", Directions(weights.Select(one => cat([Gates(one.InputBias), one.HiddenBias is { } bias ? Gates(bias) : one.InputBias.new_zeros(one.InputBias.size(0))])))),
                lengths, .. initial, peepholes,
            ];
            var direction = layers.Bidirectional ? "bidirectional" : layers.Reverse ? "reverse" : "forward";
            var results = Nodes(
                cell.Type, [.. inputs], ["Y", "Y_h", .. states.Length == 2 ? ["Y_c"] : Array.Empty<string>()],
                [Attribute("hidden_size", hiddenSize), Attribute("direction", direction), .. cell.Attributes(layers.Directions)]);
            return (Merged(results[0], layers), results[1..]);

            Tensor Gates(Tensor tensor) => Ordered(tensor, cell.Order);
        });

        static Tensor Directions(IEnumerable<Tensor> tensors) => stack(tensors);
    }

    /// <summary>The rows of gates in another order.</summary>
    private static Tensor Ordered(Tensor gates, int[] order)
    {
        var parts = gates.chunk(order.Length);
        return order.Length == 1 ? gates : cat([.. order.Select(gate => parts[gate])]);
    }

    /// <summary>[time, directions, batch, size] to [time, batch, features].</summary>
    private OnnxValue Merged(OnnxValue steps, OnnxLayers layers) => layers switch
    {
        { Bidirectional: false } => Squeeze(steps, 1),
        { Merge: Merge.Sum } => Node("ReduceSum", [steps, Integers(1)], Attribute("keepdims", 0)),
        { Merge: Merge.Mean } => Node("ReduceMean", [steps], Attribute("axes", [1L]), Attribute("keepdims", 0)),
        _ => Reshape(Transpose(steps, 0, 2, 1, 3), 0, 0, -1),
    };

    private static CellOperator Rnn(Func<int, bool, OperatorWeights> weights, bool relu) =>
        new("RNN", [0], weights, directions => [Attribute("activations", Enumerable.Repeat(relu ? "Relu" : "Tanh", directions))]);

    // PyTorch has the gates i, f, g, o; the operator has i, o, f, c.
    private static CellOperator Lstm(Func<int, bool, OperatorWeights> weights) => new("LSTM", [0, 3, 1, 2], weights, _ => []);

    // PyTorch has the gates r, z, n; the operator has z, r, h.
    private static CellOperator Gru(Func<int, bool, OperatorWeights> weights, bool resetAfter) => new("GRU", [1, 0, 2], weights, _ => [Attribute("linear_before_reset", resetAfter ? 1 : 0)]);

    private static Func<int, bool, OperatorWeights> WeightsOf(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var names = module.named_parameters(recurse: false).Select(parameter => parameter.name).ToHashSet(StringComparer.Ordinal);
        return (layer, reverse) =>
        {
            return new OperatorWeights(Of("weight_ih"), Of("weight_hh"), Of("bias_ih"), OrNone("bias_hh"), OrNone("peephole"));

            Tensor Of(string kind) => module.get_parameter(RecurrentWeights.Key(kind, layer, reverse))!;

            Tensor? OrNone(string kind) => names.Contains(RecurrentWeights.Key(kind, layer, reverse)) ? Of(kind) : null;
        };
    }

    private static Func<int, bool, OperatorWeights> WeightsOf(WeightsOfLayer weights) => (layer, reverse) =>
        weights(layer, reverse) is [var input, var hidden, var inputBias, var hiddenBias]
            ? new OperatorWeights(input, hidden, inputBias, hiddenBias, null)
            : throw new ArgumentException("Weights are those of the input, of the state, and their biases.", nameof(weights));

    /// <summary>An operator of a cell.</summary>
    /// <param name="Type">The operator.</param>
    /// <param name="Order">The gates of PyTorch in its order.</param>
    /// <param name="Weights">The weights of a layer in a direction.</param>
    /// <param name="Attributes">The attributes for a number of directions.</param>
    private sealed record CellOperator(string Type, int[] Order, Func<int, bool, OperatorWeights> Weights, Func<int, IEnumerable<ProtobufMessage>> Attributes);

    /// <summary>The weights of one layer in one direction, in PyTorch's layout.</summary>
    private sealed record OperatorWeights(Tensor Input, Tensor Hidden, Tensor InputBias, Tensor? HiddenBias, Tensor? Peepholes);
}
