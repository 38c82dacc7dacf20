using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>
/// Beam search over a batch of sources. Each step ranks the continuations of all active hypotheses. Those among the best that end with the end token
/// are set aside as finished, the best others fill the beam, and the search ends when no active hypothesis can outrank the finished ones.
/// </summary>
/// <remarks>The device scores, ranks and selects; the host reads the result of a step in one tensor and records it.</remarks>
internal sealed class BeamSearch<TState>(DecodingStart<TState> start, BeamSearchOptions options)
    where TState : IHypotheses<TState>
{
    // The smallest normal float32: its logarithm is finite.
    private static readonly Scalar SmallestCoverage = 1.1754943508222875e-38;

    private readonly TokenScores<TState> _scores = new(start.Step, options);
    private readonly AttentionLog _attention = new();

    public IReadOnlyList<IReadOnlyList<Hypothesis>> Run()
    {
        if (options.NBest > options.BeamWidth)
            throw new ArgumentException($"NBest is {options.NBest} and BeamWidth {options.BeamWidth}: NBest must not exceed BeamWidth.");

        using var held = NewDisposeScope();
        using var inference = inference_mode();
        var beams = StepLimits.Of(start, options).Select((limit, source) => new SourceBeam(source, limit, options)).ToArray();
        var active = beams;
        var current = new BeamState(Frontier<TState>.First(start, options), null, null, start.Padding);
        for (var generated = 0; active.Length > 0; generated++)
        {
            // Tensors that the next step does not need are disposed with this step's scope.
            using var step = NewDisposeScope();
            held.MoveToOther(step, current.Tensors);
            (current, active) = Step(current, active, generated, step);
            step.MoveToOuter(current.Tensors);
        }

        return _attention.Complete([.. beams.Select(beam => beam.Best())], start.Padding);
    }

    private (BeamState State, SourceBeam[] Active) Step(BeamState current, SourceBeam[] active, int generated, DisposeScope step)
    {
        var (logProbabilities, state, weights) = _scores.Next(current.Frontier, generated);
        if (weights is not null && options.KeepAttention)
            _attention.Add(weights, step);
        var coverage = options.CoveragePenalty > 0 ? UpdateCoverage(current.Coverage, weights, logProbabilities) : null;

        var ranked = Rank(current.LogProbabilities, logProbabilities);
        var outcome = ranked.Outcome(coverage is null ? null : LogCoverage(coverage, current.Padding));
        Record(active, HostValues.Read(outcome), ranked, logProbabilities.size(1), generated);
        var remaining = Enumerable.Range(0, active.Length).Where(index => !active[index].Done).ToArray();
        if (remaining.Length == 0)
            return (current, []);

        var kept = remaining.Length == active.Length ? null : tensor(remaining.Select(index => (long)index).ToArray(), device: start.Tokens.device);
        var parents = ranked.Parents.gather(1, ranked.Picks);
        var next = new BeamState(
            current.Frontier.Advance(state, parents, ranked.Tokens.gather(1, ranked.Picks), kept),
            Frontier<TState>.Keep(ranked.Picked, kept),
            coverage is null ? null : Frontier<TState>.Keep(coverage.gather(1, parents.unsqueeze(2).expand(-1, -1, coverage.size(2))), kept),
            current.Padding is null ? null : Frontier<TState>.Keep(current.Padding, kept));
        return (next, [.. remaining.Select(index => active[index])]);
    }

    /// <summary>Ranks the continuations of all active hypotheses.</summary>
    /// <param name="before">[sources, width], the log-probability of each hypothesis; <c>null</c> at the first step.</param>
    /// <param name="logProbabilities">[sources, width, vocabulary], those of the next token.</param>
    private Ranking Rank(Tensor? before, Tensor logProbabilities)
    {
        using Scalar vocabulary = logProbabilities.size(2);
        var continuations = before is null
            ? logProbabilities.flatten(1)
            : before.unsqueeze(2).add(logProbabilities, Scalars.One).masked_fill(before.isneginf().unsqueeze(2), Scalars.NegativeInfinity).flatten(1);

        // At most one continuation of each row ends, so twice the beam width contains enough that continue.
        var (best, indices) = continuations.topk((int)Math.Min(2L * options.BeamWidth, continuations.size(1)), 1);
        var tokens = indices.remainder(vocabulary);
        var continuing = best;
        if (options.End is { } token)
        {
            using Scalar end = token;
            continuing = best.masked_fill(tokens.eq(end), Scalars.NegativeInfinity);
        }

        var (picked, picks) = continuing.topk((int)Math.Min(options.BeamWidth, best.size(1)), 1);
        return new Ranking(best, indices.div(vocabulary, RoundingMode.floor), tokens, picked, picks);
    }

    /// <summary>The coverage, the sum of the attention weights so far: [sources, width, positions].</summary>
    private static Tensor UpdateCoverage(Tensor? before, Tensor? weights, Tensor logProbabilities)
    {
        if (weights is null)
            throw new ArgumentException("The options have a coverage penalty, but the network returns no attention weights. Set CoveragePenalty to 0.");
        var now = weights.to(logProbabilities.dtype).view(logProbabilities.size(0), logProbabilities.size(1), -1);
        return before is null ? now : before.add(now, Scalars.One);
    }

    /// <summary>Σⱼ log min(Σᵢ aᵢⱼ, 1) over the valid positions: [sources, width].</summary>
    private static Tensor LogCoverage(Tensor coverage, Tensor? padding)
    {
        var logarithms = coverage.clamp(SmallestCoverage, Scalars.One).log();
        return (padding is null ? logarithms : logarithms.masked_fill(padding.unsqueeze(1), Scalars.Zero)).sum(2);
    }

    /// <summary>Records the result of a step in the beam of each source.</summary>
    private static void Record(SourceBeam[] active, double[] outcome, Ranking ranked, long width, int generated)
    {
        var (candidates, survivors) = ((int)ranked.Best.size(1), (int)ranked.Picks.size(1));
        var stride = outcome.Length / active.Length;
        for (var index = 0; index < active.Length; index++)
        {
            var row = outcome.AsSpan(index * stride, stride);
            var best = row[..candidates];
            var parents = row.Slice(candidates, candidates);
            var tokens = row.Slice(2 * candidates, candidates);
            var picks = row.Slice(3 * candidates, survivors);
            var coverage = row[(3 * candidates + survivors)..];
            active[index].Record(index * width, generated, best, parents, tokens, picks, coverage);
        }
    }

    /// <param name="Frontier">The input of the next step.</param>
    /// <param name="LogProbabilities">[sources, width], of each hypothesis; <c>null</c> before the first step.</param>
    /// <param name="Coverage">[sources, width, positions], the coverage; <c>null</c> without a coverage penalty.</param>
    /// <param name="Padding">The padding mask, bool [sources, positions].</param>
    private sealed record BeamState(Frontier<TState> Frontier, Tensor? LogProbabilities, Tensor? Coverage, Tensor? Padding)
    {
        public IEnumerable<Tensor> Tensors => Frontier.Tensors.Concat(((Tensor?[])[LogProbabilities, Coverage, Padding]).OfType<Tensor>());
    }

    /// <param name="Best">[sources, candidates], the log-probabilities of the best continuations, in descending order.</param>
    /// <param name="Parents">int64 [sources, candidates], the row of the continued hypothesis within its source.</param>
    /// <param name="Tokens">int64 [sources, candidates], the added token.</param>
    /// <param name="Picked">[sources, new width], the log-probabilities of the hypotheses that continue.</param>
    /// <param name="Picks">int64 [sources, new width], their indices among the candidates.</param>
    private sealed record Ranking(Tensor Best, Tensor Parents, Tensor Tokens, Tensor Picked, Tensor Picks)
    {
        /// <summary>All of it concatenated, for one read by the host. float32 represents integers up to 2²⁴ exactly, so every token.</summary>
        public Tensor Outcome(Tensor? coverage)
        {
            Tensor[] parts = [Best, Parents.to(Best.dtype), Tokens.to(Best.dtype), Picks.to(Best.dtype)];
            return cat(coverage is null ? parts : [.. parts, coverage], 1);
        }
    }
}
