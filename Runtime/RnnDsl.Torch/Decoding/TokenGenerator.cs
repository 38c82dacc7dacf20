namespace RnnDsl.Torch;

/// <summary>Samples tokens one after the other, feeding each back into the network. Memory stays constant however long it runs.</summary>
public static class TokenGenerator
{
    /// <summary>Goes on after a prompt, without end: take as many tokens as are wanted.</summary>
    /// <param name="model">
    /// The network. Where it is an <see cref="ISequenceModel{TState}"/> as well, the prompt runs through the sequence kernel. A module is in
    /// evaluation mode as long as the enumeration lasts, and back in its own mode when it is disposed (which <c>foreach</c> does) and nothing else
    /// decodes with the module. Several enumerations may use one network at a time, on one thread or on several.
    /// </param>
    /// <param name="prompt">The tokens to begin with; at least one.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one text.</param>
    /// <returns>The tokens after the prompt, each computed when it is asked for.</returns>
    /// <exception cref="ArgumentException">The prompt is empty; or, while enumerating, the network's scores are no distribution.</exception>
    public static IEnumerable<long> Generate<TState>(IStepModel<TState> model, IReadOnlyList<long> prompt, SamplingOptions options, RandomSource random)
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(prompt, options, random);
        return Iterate();

        IEnumerable<long> Iterate()
        {
            using var run = new ModelRun<TState>(model);
            run.Prime(prompt);
            while (true)
            {
                long token = Sampler.Sample(run.Scores, options, random);
                yield return token;
                run.Step(token);
            }
        }
    }

    /// <summary>Goes on after a prompt with any function from state and token to scores, such as a streaming engine without torch.</summary>
    /// <param name="step">The network's step.</param>
    /// <param name="state">The state before the first token of the prompt.</param>
    /// <param name="prompt">The tokens to begin with; at least one.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one text.</param>
    /// <returns>The tokens after the prompt, without end, each computed when it is asked for.</returns>
    /// <exception cref="ArgumentException">The prompt is empty; or, while enumerating, the scores are no distribution.</exception>
    public static IEnumerable<long> Generate<TState>(TokenStep<TState> step, TState state, IReadOnlyList<long> prompt, SamplingOptions options, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(step);
        Check(prompt, options, random);
        return Iterate(state);

        IEnumerable<long> Iterate(TState current)
        {
            ReadOnlyMemory<float> scores = default;
            foreach (var token in prompt)
                (scores, current) = step(current, token);
            while (true)
            {
                long token = Sampler.Sample(scores.Span, options, random);
                yield return token;
                (scores, current) = step(current, token);
            }
        }
    }

    private static void Check(IReadOnlyList<long> prompt, SamplingOptions options, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        if (prompt.Count == 0)
            throw new ArgumentException("The prompt is empty: a network needs at least one token to go on from.", nameof(prompt));
    }
}
