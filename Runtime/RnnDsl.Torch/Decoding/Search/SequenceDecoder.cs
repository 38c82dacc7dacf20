using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Writes sequences with any network that scores the next token: greedily, by sampling, or by beam search. Sources are decoded in one batch, and
/// leave it when they are done; the host waits for the device once a step.
/// </summary>
/// <remarks>
/// A network that is a module is in evaluation mode while anything decodes with it, each part back in its own mode when the last has ended, so that
/// several threads may decode with one network; nothing keeps gradients.
/// Every method throws <see cref="ArgumentException"/> where there are no sources, where scores are NaN or +∞, and where options ask for what
/// the network does not give; and <see cref="ArgumentOutOfRangeException"/> where the begin or the end token is not in the vocabulary. A score of
/// −∞ rules its token out; where all are ruled out a hypothesis stops unfinished.
/// </remarks>
public static partial class SequenceDecoder
{
    /// <summary>Greedy decoding: the most probable token at each step, the first of equals.</summary>
    /// <param name="start">A step function and where it starts.</param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <returns>A hypothesis for each source, in the order given.</returns>
    public static IReadOnlyList<Hypothesis> Greedy<TState>(DecodingStart<TState> start, DecodingOptions options)
        where TState : IHypotheses<TState>
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        return [.. new LineSearch<TState>(start, options, new GreedyToken()).Run().Select(lines => lines[0])];
    }

    /// <summary>Sampling: each token comes from the distribution of the network.</summary>
    /// <param name="start">A step function and where it starts.</param>
    /// <param name="options">The begin and end tokens and the length limits.</param>
    /// <param name="sampling">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one result. It seeds a separate random source for each sequence.</param>
    /// <param name="samples">The number of samples per source.</param>
    /// <returns>For each source, in the order given, its texts in the order drawn.</returns>
    public static IReadOnlyList<IReadOnlyList<Hypothesis>> Sample<TState>(
        DecodingStart<TState> start, DecodingOptions options, SamplingOptions sampling, RandomSource random, int samples = 1)
        where TState : IHypotheses<TState>
    {
        ArgumentNullException.ThrowIfNull(start);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sampling);
        ArgumentNullException.ThrowIfNull(random);
        if (samples < 1)
            throw new ArgumentOutOfRangeException(nameof(samples), $"There are {samples} samples to draw for each source; it must be at least 1.");

        // What either of the two excludes is ruled out in one place, with all else that may not be written.
        var both = options with { Excluded = [.. options.Excluded, .. sampling.Excluded] };
        return new LineSearch<TState>(start, both, new SampledToken(sampling, random, samples)).Run();
    }

    /// <summary>Beam search: follows the most probable hypotheses and returns the best finished ones.</summary>
    /// <param name="start">A step function and where it starts.</param>
    /// <param name="options">The beam width, the penalties and the number of hypotheses.</param>
    /// <returns>For each source, in the order given, its hypotheses, the best first: at least one, at most <see cref="BeamSearchOptions.NBest"/>.</returns>
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
