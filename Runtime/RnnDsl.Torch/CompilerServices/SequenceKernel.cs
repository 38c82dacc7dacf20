using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// libtorch's fused kernels over a whole sequence, with explicit weights: dropped, projected or shared ones. One
/// layer, one direction, padding after the valid steps.
/// </summary>
internal static class SequenceKernel
{
    // TorchSharp does not bind these operations with explicit weights; TorchScript reaches them. The text is constant: a syntax error in it
    // would end the process.
    private const string Source =
        """
        def lstm(x: Tensor, h: Tensor, c: Tensor, w: List[Tensor], train: bool) -> Tuple[Tensor, Tensor, Tensor]:
            return torch.lstm(x, [h.unsqueeze(0), c.unsqueeze(0)], w, True, 1, 0.0, train, False, False)

        def gru(x: Tensor, h: Tensor, w: List[Tensor], train: bool) -> Tuple[Tensor, Tensor]:
            return torch.gru(x, h.unsqueeze(0), w, True, 1, 0.0, train, False, False)

        def tanh(x: Tensor, h: Tensor, w: List[Tensor], train: bool) -> Tuple[Tensor, Tensor]:
            return torch.rnn_tanh(x, h.unsqueeze(0), w, True, 1, 0.0, train, False, False)

        def relu(x: Tensor, h: Tensor, w: List[Tensor], train: bool) -> Tuple[Tensor, Tensor]:
            return torch.rnn_relu(x, h.unsqueeze(0), w, True, 1, 0.0, train, False, False)

        def rows(table: Tensor, tokens: Tensor) -> Tensor:
            return torch.embedding(table, tokens)

        """;

    /// <summary>A pre-activation that opens or closes a gate fully, in every dtype.</summary>
    private static readonly Scalar Open = 1e4;
    private static readonly Scalar Shut = -1e4;

    private static readonly Lazy<jit.CompilationUnit> Script = new(() => jit.compile(Source));

    /// <summary>An LSTM layer over a sequence.</summary>
    /// <param name="sequence">[time, batch, features]</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    /// <param name="hidden">[batch, state]</param>
    /// <param name="cell">[batch, hidden]</param>
    /// <param name="weights">Four tensors, or five with a projection.</param>
    /// <param name="needsCell">Whether the final cell state is needed; with lengths it costs extra time.</param>
    /// <returns>The hidden states [time, batch, state], and both states after the last valid step of each sequence.</returns>
    public static (Tensor Output, Tensor[] Final) Lstm(Tensor sequence, Tensor? lengths, Tensor hidden, Tensor cell, Tensor[] weights, bool needsCell)
    {
        // The loop has no projection of the hidden state: such layers stay with libtorch.
        if (weights.Length == 4 && BuiltInLoops.TakesLstm(sequence))
            return BuiltInLoops.Lstm(sequence, lengths, hidden, cell, weights);

        using var scope = NewDisposeScope();
        if (lengths is not null && needsCell)
            (sequence, weights) = FreezeCellOnPadding(sequence, lengths, weights);

        var narrow = ReducedPrecision.TakesSequence(sequence);
        if (narrow)
            (sequence, hidden, cell, weights) = (ReducedPrecision.Narrow(sequence), ReducedPrecision.Narrow(hidden), ReducedPrecision.Narrow(cell), Array.ConvertAll(weights, ReducedPrecision.Narrow));
        var (output, lastHidden, lastCell) = Script.Value.invoke<(Tensor, Tensor, Tensor)>("lstm", sequence, hidden, cell, weights, is_grad_enabled());
        if (narrow)
            (output, lastHidden, lastCell) = (ReducedPrecision.Wide(output), ReducedPrecision.Wide(lastHidden), ReducedPrecision.Wide(lastCell));
        return (Lengths.ZeroPadding(output, lengths).MoveToOuterDisposeScope(), [
            (lengths is null ? lastHidden.squeeze(0) : Lengths.Last(output, lengths)).MoveToOuterDisposeScope(),
            lastCell.squeeze(0).MoveToOuterDisposeScope()]);
    }

    /// <summary>A GRU layer, or an Elman layer with tanh or relu, over a sequence.</summary>
    /// <param name="kind">gru, tanh or relu</param>
    /// <param name="sequence">[time, batch, features]</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    /// <param name="hidden">[batch, hidden]</param>
    /// <param name="weights">Four tensors.</param>
    /// <returns>The hidden states [time, batch, hidden], and the hidden state after the last valid step of each sequence.</returns>
    public static (Tensor Output, Tensor[] Final) OfOneState(string kind, Tensor sequence, Tensor? lengths, Tensor hidden, Tensor[] weights)
    {
        if (LoopKernel.IsFor(sequence))
            return BuiltInLoops.OfOneState(kind, sequence, lengths, hidden, weights);

        using var scope = NewDisposeScope();
        var narrow = ReducedPrecision.TakesSequence(sequence);
        if (narrow)
            (sequence, hidden, weights) = (ReducedPrecision.Narrow(sequence), ReducedPrecision.Narrow(hidden), Array.ConvertAll(weights, ReducedPrecision.Narrow));
        var (output, last) = Script.Value.invoke<(Tensor, Tensor)>(kind, sequence, hidden, weights, is_grad_enabled());
        if (narrow)
            (output, last) = (ReducedPrecision.Wide(output), ReducedPrecision.Wide(last));
        return (Lengths.ZeroPadding(output, lengths).MoveToOuterDisposeScope(), [(lengths is null ? last.squeeze(0) : Lengths.Last(output, lengths)).MoveToOuterDisposeScope()]);
    }

    /// <summary>The rows of a table.</summary>
    /// <param name="table">[rows, size]</param>
    /// <param name="tokens">int64 (or int32) of any shape.</param>
    /// <returns>[..., size]</returns>
    public static Tensor Rows(Tensor table, Tensor tokens) => Script.Value.invoke<Tensor>("rows", table, tokens);

    /// <summary>
    /// The kernel returns the cell state after the padding only. An additional input feature marks padding; its weights close the input gate and
    /// open the forget gate, so that padding leaves the cell state unchanged.
    /// </summary>
    private static (Tensor Sequence, Tensor[] Weights) FreezeCellOnPadding(Tensor sequence, Tensor lengths, Tensor[] weights)
    {
        var padding = ValidSteps.Mask(lengths, sequence.size(0)).logical_not().t().to(sequence.dtype).unsqueeze(2);
        var input = weights[0];
        var column = zeros(4, input.size(0) / 4, 1, dtype: input.dtype, device: input.device);
        column[0].fill_(Shut);
        column[1].fill_(Open);
        return (cat([sequence, padding], 2), [cat([input, column.flatten(0, 1)], 1), .. weights[1..]]);
    }
}
