namespace RnnDsl.Torch;

/// <summary>One step of any network, by whatever means it is computed.</summary>
/// <typeparam name="TState">What it remembers.</typeparam>
/// <param name="state">The state before the step.</param>
/// <param name="token">The token it reads.</param>
/// <returns>[vocabulary] scores (unnormalised log-probabilities) of the next token, and the state after the step.</returns>
public delegate (ReadOnlyMemory<float> Scores, TState State) TokenStep<TState>(TState state, long token);
