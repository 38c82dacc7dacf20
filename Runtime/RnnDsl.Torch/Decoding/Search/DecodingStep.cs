using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>One token more for each hypothesis, by whatever means it is computed.</summary>
/// <typeparam name="TState">The state of the hypotheses.</typeparam>
/// <param name="tokens">int64 [rows], the last token of each row.</param>
/// <param name="state">The state before the step, of as many rows.</param>
/// <returns>
/// The scores of the next token [rows, vocabulary] (log-probabilities up to a constant for each row; −∞ rules a token out), the state after
/// the step, and what was attended to, [rows, positions], or <c>null</c>.
/// </returns>
public delegate (Tensor Output, TState State, Tensor? Weights) DecodingStep<TState>(Tensor tokens, TState state)
    where TState : IHypotheses<TState>;
