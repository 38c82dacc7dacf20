using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// A <see cref="RecurrentLayers"/> whose cells are libtorch's fused sequence kernels, called layer by layer. It runs what one call for the
/// whole stack cannot: sequences of unequal length without packing them, one dropout mask per sequence, residual layers, dropped weights.
/// </summary>
public sealed class FusedLayers : RecurrentLayers
{
    private readonly Func<int, bool, bool, Tensor[]> _weights;

    /// <summary>Over a module of TorchSharp's: LSTM, GRU or RNN, with biases.</summary>
    /// <param name="module">Whose weights are used; it keeps them.</param>
    public FusedLayers(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        _weights = (layer, reverse, _) => KernelWeights.OfLayer(module, layer, reverse);
    }

    /// <summary>Over weights of one's own.</summary>
    /// <param name="weights">An LSTM's, a GRU's or an Elman network's, without peepholes or normalisation.</param>
    public FusedLayers(RecurrentWeights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = (layer, reverse, training) => weights.Layer(layer, reverse).WithDrop(WeightDrop, training).ForKernel();
    }

    /// <summary>Over weights that come from elsewhere.</summary>
    /// <param name="weights">Gives those of a layer, in a direction, in training or not, in the order in which libtorch's operations take them.</param>
    public FusedLayers(Func<int, bool, bool, Tensor[]> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        _weights = weights;
    }

    /// <summary>The probability with which a recurrent weight is zero in training, one draw for a call.</summary>
    public double WeightDrop { get; init; }

    /// <summary>An LSTM's layers over whole sequences.</summary>
    /// <param name="input">[batch, time, features]</param>
    /// <param name="lengths">int64 [batch], how many steps are real; <c>null</c> for all.</param>
    /// <param name="hidden">[layers × directions, batch, state]; <c>null</c> for zeros.</param>
    /// <param name="cell">[layers × directions, batch, hidden]; <c>null</c> for zeros.</param>
    /// <param name="training">Whether anything is dropped.</param>
    /// <param name="needsCell">Whether the final cell states are read; with lengths they cost a little.</param>
    /// <returns>The output [batch, time, features] and the final states.</returns>
    public (Tensor Output, Tensor Hidden, Tensor Cell) Lstm(
        Tensor input, Tensor? lengths, Tensor? hidden, Tensor? cell, bool training, bool needsCell = true)
    {
        var (output, final) = Run(input, lengths, hidden is null || cell is null ? null : [hidden, cell], training, (sequence, real, initial, layer, reverse) =>
            SequenceKernel.Lstm(sequence, real, initial[0], initial[1], _weights(layer, reverse, training), needsCell));
        return (output, final[0], final[1]);
    }

    /// <summary>A GRU's layers over whole sequences.</summary>
    /// <inheritdoc cref="Lstm"/>
    public (Tensor Output, Tensor Hidden) Gru(Tensor input, Tensor? lengths, Tensor? hidden, bool training) =>
        OfOneState("gru", input, lengths, hidden, training);

    /// <summary>An Elman network's layers over whole sequences, with tanh.</summary>
    /// <inheritdoc cref="Lstm"/>
    public (Tensor Output, Tensor Hidden) Rnn(Tensor input, Tensor? lengths, Tensor? hidden, bool training) =>
        OfOneState("tanh", input, lengths, hidden, training);

    /// <summary>An Elman network's layers over whole sequences, with relu.</summary>
    /// <inheritdoc cref="Lstm"/>
    public (Tensor Output, Tensor Hidden) RnnRelu(Tensor input, Tensor? lengths, Tensor? hidden, bool training) =>
        OfOneState("relu", input, lengths, hidden, training);

    private (Tensor Output, Tensor Hidden) OfOneState(string kind, Tensor input, Tensor? lengths, Tensor? hidden, bool training)
    {
        var (output, final) = Run(input, lengths, hidden is null ? null : [hidden], training, (sequence, real, initial, layer, reverse) =>
            SequenceKernel.OfOneState(kind, sequence, real, initial[0], _weights(layer, reverse, training)));
        return (output, final[0]);
    }
}
