namespace RnnDsl.Decoding;

/// <summary>Samples tokens autoregressively, with constant memory.</summary>
public static class TokenGenerator
{
    /// <summary>Generates an infinite sequence of tokens after a prompt.</summary>
    /// <param name="model">
    /// The network. If it is also an <see cref="ISequenceModel{TState}"/>, the prompt runs through the sequence kernel. A module is in
    /// evaluation mode during the enumeration, and returns to its previous mode when the enumerator is disposed (as <c>foreach</c> does) and no other
    /// decoding uses the module. Several enumerations may use one network at a time, on one thread or on several.
    /// </param>
    /// <param name="prompt">The prompt, at least one token.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one text.</param>
    /// <returns>The tokens after the prompt, each computed on demand.</returns>
    /// <exception cref="ArgumentException">The prompt is empty; or, during the enumeration, the scores of the network are not a distribution.</exception>
    public static IEnumerable<long> Generate<TState>(IStepModel<TState> model, IReadOnlyList<long> prompt, SamplingOptions options, RandomSource random)
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(model);
        Check(prompt, options, random);
        return Iterate();

        IEnumerable<long> Iterate()
        {
            using var run = new ModelRun<TState>(model);
            run.ReadPrompt(prompt);
            while (true)
            {
                long token = Sampler.Sample(run.Scores, options, random);
                yield return token;
                run.Step(token);
            }
        }
    }

    /// <summary>Generates an infinite sequence of tokens after a prompt with any step function, such as that of an inference engine without torch.</summary>
    /// <param name="step">The step function.</param>
    /// <param name="state">The state before the first token of the prompt.</param>
    /// <param name="prompt">The prompt, at least one token.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one text.</param>
    /// <returns>The tokens after the prompt, each computed on demand.</returns>
    /// <exception cref="ArgumentException">The prompt is empty; or, during the enumeration, the scores are not a distribution.</exception>
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
            throw new ArgumentException("The prompt is empty: generation needs at least one token to continue.", nameof(prompt));
    }
}
