using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Scores the next token of each hypothesis.</summary>
/// <typeparam name="TState">The state of the hypotheses.</typeparam>
/// <param name="tokens">int64 [rows], the last token of each row.</param>
/// <param name="state">The state before the step, with the same rows.</param>
/// <returns>
/// The scores of the next token [rows, vocabulary] (log-probabilities up to a constant per row; −∞ suppresses a token), the state after
/// the step, and the attention weights [rows, positions], or <c>null</c>.
/// </returns>
public delegate (Tensor Output, TState State, Tensor? Weights) DecodingStep<TState>(Tensor tokens, TState state)
    where TState : IHypotheses<TState>;
