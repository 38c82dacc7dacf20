using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// A <see cref="RecurrentLayers"/> whose cells are computed by fused kernels: libtorch's, or on a CPU those of this library where libtorch's are slower. The whole stack is one call of
/// TorchSharp's module where that is possible; the rest runs layer by layer: sequences of unequal length without packing, one dropout mask per sequence,
/// residual connections and weight drop.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed partial class FusedLayers : RecurrentLayers
{
    private const string Recurrent = "weight_hh";

    private readonly Func<int, bool, bool, Tensor[]> _weights;
    private readonly nn.Module? _module;

    /// <summary>Layers with the weights, the sizes and the directions of a TorchSharp module: LSTM, GRU or RNN, with biases.</summary>
    /// <param name="module">The module, which owns the weights. Its dropout cannot be read: set <see cref="RecurrentLayers.Dropout"/>.</param>
    /// <exception cref="ArgumentException">The module has no weights of recurrent layers.</exception>
    [SetsRequiredMembers]
    public FusedLayers(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var keys = module.named_parameters(recurse: false).Select(pair => pair.name).ToHashSet(StringComparer.Ordinal);
        if (!keys.Contains(RecurrentWeights.Key(Recurrent, 0, reverse: false)))
            throw new ArgumentException($"The module {module.GetName()} has no {Recurrent}_l0: it is not an LSTM, a GRU or an RNN.", nameof(module));

        Layers = Enumerable.Range(1, keys.Count).First(layer => !keys.Contains(RecurrentWeights.Key(Recurrent, layer, reverse: false)));
        Bidirectional = keys.Contains(RecurrentWeights.Key(Recurrent, 0, reverse: true));
        var size = module.get_parameter(RecurrentWeights.Key(Recurrent, 0, reverse: false))!.size(1);
        StateSizes = module is LSTM ? [size, size] : [size];
        _module = module;
        _weights = (layer, reverse, _) => KernelWeights.OfLayer(module, layer, reverse);
    }

    /// <summary>Layers with <see cref="RecurrentWeights"/>.</summary>
    /// <param name="weights">Those of an LSTM, a GRU or an Elman network without peepholes or normalisation.</param>
    public FusedLayers(RecurrentWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = (layer, reverse, training) => weights.Layer(layer, reverse).WithDrop(WeightDrop, training).ForKernel();
    }

    /// <summary>Layers with weights from a function.</summary>
    /// <param name="weights">Maps layer, direction (true: reverse) and training mode to the weights, in the order of libtorch's operations.</param>
    public FusedLayers(Func<int, bool, bool, Tensor[]> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = weights;
    }

    /// <summary>The probability with which a recurrent weight is zero in training; one mask per call.</summary>
    public double WeightDrop { get; init; }

    /// <summary>LSTM layers over whole sequences.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch], the number of valid steps; <c>null</c>: all are valid.</param>
    /// <param name="hidden">[layers × directions, batch, state]; <c>null</c> for zeros.</param>
    /// <param name="cell">[layers × directions, batch, hidden]; <c>null</c> for zeros.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <param name="needsCell">Whether the final cell states are needed; with lengths they cost extra time.</param>
    /// <returns>The output [batch, time, features] and the final states.</returns>
    public (Tensor Output, Tensor Hidden, Tensor Cell) Lstm(
        Tensor input, Tensor? lengths, Tensor? hidden, Tensor? cell, bool training, bool needsCell = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        var initial = StatesOf(hidden, cell);
        return _module is LSTM lstm && RunsInOneCall(lengths) && (IsOneStep(input) || !BuiltInLoops.TakesLstm(input)) && !ReducedPrecision.TakesSequence(input)
            ? lstm.call(input, initial)
            : LstmByLayer(input, table: null, lengths, initial, training, needsCell);
    }

    /// <summary>GRU layers over whole sequences.</summary>
    /// <inheritdoc cref="Lstm"/>
    public (Tensor Output, Tensor Hidden) Gru(Tensor input, Tensor? lengths, Tensor? hidden, bool training) =>
        OfOneState("gru", input, lengths, hidden, training);

    /// <summary>Elman layers with tanh over whole sequences.</summary>
    /// <inheritdoc cref="Lstm"/>
    public (Tensor Output, Tensor Hidden) Rnn(Tensor input, Tensor? lengths, Tensor? hidden, bool training) =>
        OfOneState("tanh", input, lengths, hidden, training);

    /// <summary>Elman layers with relu over whole sequences.</summary>
    /// <inheritdoc cref="Lstm"/>
    public (Tensor Output, Tensor Hidden) RnnRelu(Tensor input, Tensor? lengths, Tensor? hidden, bool training) =>
        OfOneState("relu", input, lengths, hidden, training);

    private (Tensor Output, Tensor Hidden) OfOneState(string kind, Tensor input, Tensor? lengths, Tensor? hidden, bool training)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (_module is null || !RunsInOneCall(lengths) || (!IsOneStep(input) && LoopKernel.IsFor(input)) || ReducedPrecision.TakesSequence(input))
            return OfOneStateByLayer(kind, input, table: null, lengths, hidden, training);
        return _module is GRU gru ? gru.call(input, hidden) : ((RNN)_module).call(input, hidden);
    }

    private static (Tensor Hidden, Tensor Cell)? StatesOf(Tensor? hidden, Tensor? cell) => hidden is null || cell is null ? null : (hidden, cell);

    /// <param name="input">[batch, time, features], or with a table tokens [batch, time].</param>
    /// <param name="table">The table whose rows the first layer projects; <c>null</c> for vectors.</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    /// <param name="states">The initial states; <c>null</c> for zeros.</param>
    /// <param name="training">Whether dropout acts.</param>
    /// <param name="needsCell">Whether the final cell states are needed.</param>
    private (Tensor Output, Tensor Hidden, Tensor Cell) LstmByLayer(Tensor input, Tensor? table, Tensor? lengths, (Tensor Hidden, Tensor Cell)? states, bool training, bool needsCell)
    {
        var (output, final) = RunSteps(input, (table ?? input).dtype, lengths, states is var (hidden, cell) ? [hidden, cell] : null, training, (sequence, real, initial, layer, reverse) =>
        {
            var weights = _weights(layer, reverse, training);
            return table is not null && layer == 0
                ? BuiltInLoops.Lstm(sequence, real, initial[0], initial[1], weights, table)
                : SequenceKernel.Lstm(sequence, real, initial[0], initial[1], weights, needsCell);
        });
        return (output, final[0], final[1]);
    }

    private (Tensor Output, Tensor Hidden) OfOneStateByLayer(string kind, Tensor input, Tensor? table, Tensor? lengths, Tensor? hidden, bool training)
    {
        var (output, final) = RunSteps(input, (table ?? input).dtype, lengths, hidden is null ? null : [hidden], training, (sequence, real, initial, layer, reverse) =>
        {
            var weights = _weights(layer, reverse, training);
            return table is not null && layer == 0
                ? BuiltInLoops.OfOneState(kind, sequence, real, initial[0], weights, table)
                : SequenceKernel.OfOneState(kind, sequence, real, initial[0], weights);
        });
        return (output, final[0]);
    }

    /// <summary>Whether a kernel would have a single step to do: that takes less time than the packing of its weights.</summary>
    private static bool IsOneStep(Tensor input) => input.size(1) == 1;

    /// <summary>Whether one call of TorchSharp's module computes the whole stack.</summary>
    private bool RunsInOneCall(Tensor? lengths) => lengths is null && First == 0 && !Reverse && !Residual && LockedDropout == 0 && Merge == Merge.Concat;
}
