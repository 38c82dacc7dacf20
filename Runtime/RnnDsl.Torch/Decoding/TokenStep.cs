namespace RnnDsl.Decoding;

/// <summary>One step of any network or inference engine.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="state">The state before the step.</param>
/// <param name="token">The input token.</param>
/// <returns>[vocabulary] scores (unnormalised log-probabilities) of the next token, and the state after the step.</returns>
public delegate (ReadOnlyMemory<float> Scores, TState State) TokenStep<TState>(TState state, long token);
