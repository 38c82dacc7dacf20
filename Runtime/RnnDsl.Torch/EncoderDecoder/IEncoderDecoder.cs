using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>A network that reads a source and writes a target, token by token: what decoding needs of it.</summary>
/// <typeparam name="TState">The decoder's state record.</typeparam>
public interface IEncoderDecoder<TState>
    where TState : RecurrentState<TState>
{
    /// <summary>Reads sources, once: what the decoder attends to, and the state it begins with.</summary>
    /// <param name="source">What the encoder reads: int64 [batch, positions] of tokens, [batch, positions, features] or images.</param>
    /// <param name="sourceLengths">int64 [batch], how many positions of each source are real; <c>null</c>: all are.</param>
    (EncoderMemory Memory, TState State) Encode(Tensor source, Tensor? sourceLengths = null);

    /// <summary>One token more.</summary>
    /// <param name="tokens">int64 [rows], the last token of each row; equally many rows for each source of the memory, side by side.</param>
    /// <param name="memory">From <see cref="Encode"/>.</param>
    /// <param name="state">The state before the step, of as many rows.</param>
    /// <returns>
    /// The scores of the next token [rows, vocabulary] (log-probabilities up to a constant for each row), the state after the step, and what was
    /// attended to, [rows, positions], where the decoder attends to anything.
    /// </returns>
    (Tensor Output, TState State, Tensor? Weights) Step(Tensor tokens, EncoderMemory memory, TState state);
}
