using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>
/// Decodes sequences with any network that scores the next token: by greedy decoding, sampling or beam search. Sources are decoded in one batch and
/// leave it when they are done; the host synchronises with the device once per step.
/// </summary>
/// <remarks>
/// A network that is a module is in evaluation mode while anything decodes with it; each part returns to its previous mode when the last decoding has ended, so
/// several threads may decode with one network. Decoding runs in inference mode.
/// Every method throws <see cref="ArgumentException"/> if there are no sources, if scores are NaN or +∞, or if options need outputs that
/// the network does not have; and <see cref="ArgumentOutOfRangeException"/> if the begin or end token is not in the vocabulary. A score of
/// −∞ suppresses its token; a hypothesis whose next tokens are all suppressed ends unfinished.
/// </remarks>
public static partial class SequenceDecoder
{
    /// <summary>Greedy decoding: the most probable token at each step, the first of equals.</summary>
    /// <param name="start">A step function and its initial state.</param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <returns>One hypothesis per source, in the given order.</returns>
    public static IReadOnlyList<Hypothesis> Greedy<TState>(DecodingStart<TState> start, DecodingOptions options)
        where TState : IHypotheses<TState>
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        return [.. new SequentialSearch<TState>(start, options, new GreedyToken()).Run().Select(lines => lines[0])];
    }

    /// <summary>Sampling: each token comes from the distribution of the network.</summary>
    /// <param name="start">A step function and its initial state.</param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <param name="sampling">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one result. It seeds a separate random source for each sequence.</param>
    /// <param name="samples">The number of samples per source.</param>
    /// <returns>For each source, in the given order, its samples, in the order of sampling.</returns>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> Sample<TState>(
        DecodingStart<TState> start, DecodingOptions options, SamplingOptions sampling, RandomSource random, int samples = 1)
        where TState : IHypotheses<TState>
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sampling);
        ArgumentNullException.ThrowIfNull(random);
        if (samples < 1)
            throw new ArgumentOutOfRangeException(nameof(samples), $"The number of samples per source is {samples}; it must be at least 1.");

        // TokenScores suppresses the tokens of both options.
        var both = options with { SuppressedTokens = [.. options.SuppressedTokens, .. sampling.SuppressedTokens] };
        return new SequentialSearch<TState>(start, both, new SampledToken(sampling, random, samples)).Run();
    }

    /// <summary>Beam search: follows the most probable hypotheses and returns the best finished ones.</summary>
    /// <param name="start">A step function and its initial state.</param>
    /// <param name="options">The beam width, the penalties and the number of hypotheses.</param>
    /// <returns>For each source, in the given order, its hypotheses, best first: at least one, at most <see cref="BeamSearchOptions.NBest"/>.</returns>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> BeamSearch<TState>(DecodingStart<TState> start, BeamSearchOptions options)
        where TState : IHypotheses<TState>
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        return new BeamSearch<TState>(start, options).Run();
    }

    private static T Decode<TState, T>(IEnumerable<object> networks, Func<DecodingStart<TState>> start, Func<DecodingStart<TState>, T> search)
        where TState : IHypotheses<TState>
    {
        using var mode = new EvaluationMode(networks);
        using var scope = NewDisposeScope();
        using var inference = inference_mode();
        return search(start());
    }
}
