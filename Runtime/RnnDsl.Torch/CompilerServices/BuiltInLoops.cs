using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// The cells for which libtorch has fused operations, in loops with kernels for the CPU: there libtorch computes a GRU and an Elman layer, and an LSTM without oneDNN, step by step.
/// The loops are what the compiler emits for the cells (BuiltInLoops.g.cs).
/// </summary>
internal static partial class BuiltInLoops
{
    /// <summary>Whether an LSTM layer of a sequence runs here: libtorch computes it by oneDNN in single precision, where oneDNN is in use.</summary>
    public static bool TakesLstm(Tensor sequence) => LoopKernel.IsFor(sequence) && !(KernelChoice.UsesOneDnn && sequence.dtype == ScalarType.Float32);

    /// <summary>An LSTM layer over a sequence.</summary>
    /// <param name="sequence">[time, batch, features]</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    /// <param name="hidden">[batch, hidden]</param>
    /// <param name="cell">[batch, hidden]</param>
    /// <param name="weights">Four tensors, in the order of libtorch's operation.</param>
    /// <param name="table">[tokens, features], where the sequence is tokens, int64 [time, batch], that stand for its rows; else <c>null</c>.</param>
    /// <returns>The hidden states [time, batch, hidden], and both states after the last valid step of each sequence.</returns>
    public static (Tensor Output, Tensor[] Final) Lstm(Tensor sequence, Tensor? lengths, Tensor hidden, Tensor cell, Tensor[] weights, Tensor? table = null)
    {
        var states = LstmLoop.Run(ProjectionWithBothBiases(sequence, weights, table), lengths, states: [hidden, cell], weights: [weights[1]]);
        return (states.Output, states.Final);
    }

    /// <summary>A GRU layer, or an Elman layer with tanh or relu, over a sequence.</summary>
    /// <param name="kind">gru, tanh or relu</param>
    /// <param name="sequence">[time, batch, features]</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    /// <param name="hidden">[batch, hidden]</param>
    /// <param name="weights">Four tensors, in the order of libtorch's operations.</param>
    /// <param name="table">[tokens, features], where the sequence is tokens, int64 [time, batch], that stand for its rows; else <c>null</c>.</param>
    /// <returns>The hidden states [time, batch, hidden], and the hidden state after the last valid step of each sequence.</returns>
    public static (Tensor Output, Tensor[] Final) OfOneState(string kind, Tensor sequence, Tensor? lengths, Tensor hidden, Tensor[] weights, Tensor? table = null)
    {
        var states = kind switch
        {
            // The recurrent bias of the candidate stands inside the product with the reset gate, and so do the others.
            "gru" => GruLoop.Run(ProjectionWithInputBias(sequence, weights, table), lengths, states: [hidden], weights: [weights[1], weights[3]]),
            "tanh" => ElmanLoop.Run(ProjectionWithBothBiases(sequence, weights, table), lengths, states: [hidden], weights: [weights[1]]),
            _ => ElmanReluLoop.Run(ProjectionWithBothBiases(sequence, weights, table), lengths, states: [hidden], weights: [weights[1]]),
        };
        return (states.Output, states.Final);
    }

    private static LoopInput ProjectionWithInputBias(Tensor sequence, Tensor[] weights, Tensor? table) => table is null
        ? LoopInput.Of(static (sequence, weight, bias) => LinearProjection.Of(sequence, weight, bias), sequence, weights[0], weights[2])
        : LoopInput.Of(static (tokens, table, weight, bias) => LinearProjection.OfTokens(tokens, table, weight, bias), sequence, table, weights[0], weights[2]);

    private static LoopInput ProjectionWithBothBiases(Tensor sequence, Tensor[] weights, Tensor? table) => table is null
        ? LoopInput.Of(
            static (sequence, weight, bias, recurrentBias) => LinearProjection.Of(sequence, weight, bias.add(recurrentBias, Scalars.One)), sequence, weights[0], weights[2], weights[3])
        : LoopInput.Of(
            static (tokens, table, weight, bias, recurrentBias) => LinearProjection.OfTokens(tokens, table, weight, bias.add(recurrentBias, Scalars.One)), sequence, table, weights[0], weights[2], weights[3]);
}
