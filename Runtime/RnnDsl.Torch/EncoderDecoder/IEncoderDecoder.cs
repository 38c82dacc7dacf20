using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>An encoder-decoder network: reads a source and generates a target, token by token.</summary>
/// <typeparam name="TState">The decoder's state record.</typeparam>
public interface IEncoderDecoder<TState>
    where TState : RecurrentState<TState>
{
    /// <summary>Encodes sources: computes the memory and the initial state of the decoder.</summary>
    /// <param name="source">The encoder's input: int64 [batch, positions] of tokens, [batch, positions, features] or images.</param>
    /// <param name="sourceLengths">int64 [batch], the number of valid positions of each source; <c>null</c>: all are valid.</param>
    (EncoderMemory Memory, TState State) Encode(Tensor source, Tensor? sourceLengths = null);

    /// <summary>One step of the decoder.</summary>
    /// <param name="tokens">int64 [rows], the last token of each row; consecutive rows belong to one source of the memory, the same number for each.</param>
    /// <param name="memory">From <see cref="Encode"/>.</param>
    /// <param name="state">The state before the step, with the same rows.</param>
    /// <returns>
    /// The scores of the next token [rows, vocabulary] (log-probabilities up to a constant per row), the state after the step, and the
    /// attention weights [rows, positions], <c>null</c> without attention.
    /// </returns>
    (Tensor Output, TState State, Tensor? Weights) Step(Tensor tokens, EncoderMemory memory, TState state);
}
