using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Beam search over a batch of sources. Each step goes on from the likeliest continuations of what is alive; those among the likeliest that end
/// are set aside and the beam stays as wide as it is, until nothing alive can beat what has ended.
/// </summary>
/// <remarks>The device scores, ranks and selects; the host reads the outcome of a step in one tensor and keeps the books.</remarks>
internal sealed class BeamSearch<TState>(DecodingStart<TState> start, BeamSearchOptions options)
    where TState : IHypotheses<TState>
{
    // The smallest normal number of single precision: its logarithm is a number still.
    private static readonly Scalar SmallestCoverage = 1.1754943508222875e-38;

    private readonly TokenScores<TState> _scores = new(start.Step, options);
    private readonly AttentionLog _attention = new();

    public IReadOnlyList<IReadOnlyList<Hypothesis>> Run()
    {
        if (options.NBest > options.BeamWidth)
            throw new ArgumentException($"NBest is {options.NBest} and BeamWidth {options.BeamWidth}: no more can be returned than are kept alive.");

        using var held = NewDisposeScope();
        using var inference = inference_mode();
        var beams = StepLimits.Of(start, options).Select((limit, source) => new SourceBeam(source, limit, options)).ToArray();
        var active = beams;
        var alive = new Alive(Frontier<TState>.First(start, options), null, null, start.Padding);
        for (var written = 0; active.Length > 0; written++)
        {
            // What the last step left goes with this one; what the next one needs is handed out again.
            using var step = NewDisposeScope();
            held.MoveToOther(step, alive.Tensors);
            (alive, active) = Step(alive, active, written, step);
            step.MoveToOuter(alive.Tensors);
        }

        return _attention.Complete([.. beams.Select(beam => beam.Best())], start.Padding);
    }

    private (Alive Alive, SourceBeam[] Active) Step(Alive alive, SourceBeam[] active, int written, DisposeScope step)
    {
        var (logProbabilities, state, weights) = _scores.Next(alive.Frontier, written);
        if (weights is not null && options.KeepAttention)
            _attention.Add(weights, step);
        var covered = options.CoveragePenalty > 0 ? Cover(alive.Covered, weights, logProbabilities) : null;

        var ranked = Rank(alive.LogProbabilities, logProbabilities);
        var outcome = ranked.Outcome(covered is null ? null : LogCoverage(covered, alive.Padding));
        Record(active, HostNumbers.Read(outcome), ranked, logProbabilities.size(1), written);
        var places = Enumerable.Range(0, active.Length).Where(place => !active[place].Done).ToArray();
        if (places.Length == 0)
            return (alive, []);

        var kept = places.Length == active.Length ? null : tensor(places.Select(place => (long)place).ToArray(), device: start.Tokens.device);
        var parents = ranked.Parents.gather(1, ranked.Picks);
        var next = new Alive(
            alive.Frontier.Advance(state, parents, ranked.Tokens.gather(1, ranked.Picks), kept),
            Frontier<TState>.Keep(ranked.Picked, kept),
            covered is null ? null : Frontier<TState>.Keep(covered.gather(1, parents.unsqueeze(2).expand(-1, -1, covered.size(2))), kept),
            alive.Padding is null ? null : Frontier<TState>.Keep(alive.Padding, kept));
        return (next, [.. places.Select(place => active[place])]);
    }

    /// <summary>The likeliest continuations of everything alive.</summary>
    /// <param name="before">[sources, width], of what each row has written; <c>null</c> at the first step.</param>
    /// <param name="logProbabilities">[sources, width, vocabulary], of the next token.</param>
    private Ranking Rank(Tensor? before, Tensor logProbabilities)
    {
        using Scalar vocabulary = logProbabilities.size(2);
        var continuations = before is null
            ? logProbabilities.flatten(1)
            : before.unsqueeze(2).add(logProbabilities, Scalars.One).masked_fill(before.isneginf().unsqueeze(2), Scalars.NegativeInfinity).flatten(1);

        // At most one continuation of each row ends, so that among twice the beam's width there are enough that go on.
        var (best, places) = continuations.topk((int)Math.Min(2L * options.BeamWidth, continuations.size(1)), 1);
        var tokens = places.remainder(vocabulary);
        var goingOn = best;
        if (options.End is { } token)
        {
            using Scalar end = token;
            goingOn = best.masked_fill(tokens.eq(end), Scalars.NegativeInfinity);
        }

        var (picked, picks) = goingOn.topk((int)Math.Min(options.BeamWidth, best.size(1)), 1);
        return new Ranking(best, places.div(vocabulary, RoundingMode.floor), tokens, picked, picks);
    }

    /// <summary>How much of each position was attended to up to now: [sources, width, positions].</summary>
    private static Tensor Cover(Tensor? before, Tensor? weights, Tensor logProbabilities)
    {
        if (weights is null)
            throw new ArgumentException("The options ask for a coverage penalty, and the network does not say what it attends to. Set CoveragePenalty to 0.");
        var now = weights.to(logProbabilities.dtype).view(logProbabilities.size(0), logProbabilities.size(1), -1);
        return before is null ? now : before.add(now, Scalars.One);
    }

    /// <summary>Σⱼ log min(Σᵢ aᵢⱼ, 1) over the real positions: [sources, width].</summary>
    private static Tensor LogCoverage(Tensor covered, Tensor? padding)
    {
        var logarithms = covered.clamp(SmallestCoverage, Scalars.One).log();
        return (padding is null ? logarithms : logarithms.masked_fill(padding.unsqueeze(1), Scalars.Zero)).sum(2);
    }

    /// <summary>Tells each source's beam what became of it.</summary>
    private void Record(SourceBeam[] active, double[] outcome, Ranking ranked, long width, int written)
    {
        var (candidates, survivors) = ((int)ranked.Best.size(1), (int)ranked.Picks.size(1));
        var stride = outcome.Length / active.Length;
        for (var place = 0; place < active.Length; place++)
        {
            var row = outcome.AsSpan(place * stride, stride);
            var best = row[..candidates];
            var parents = row.Slice(candidates, candidates);
            var tokens = row.Slice(2 * candidates, candidates);
            var picks = row.Slice(3 * candidates, survivors);
            var coverage = row[(3 * candidates + survivors)..];
            var beam = active[place];

            // A NaN is ranked above everything.
            if (double.IsNaN(best[0]))
                throw TokenScores.NoNumbers(beam.Source, written + 1);

            for (var rank = 0; rank < survivors; rank++)
            {
                if (tokens[rank] == options.End && !double.IsNegativeInfinity(best[rank]))
                    beam.End((int)parents[rank], best[rank], coverage.IsEmpty ? 0 : coverage[(int)parents[rank]]);
            }

            var layer = new BeamLayer(place * width, new int[survivors], new long[survivors], new double[survivors], new double[survivors]);
            for (var i = 0; i < survivors; i++)
            {
                var pick = (int)picks[i];
                var ends = tokens[pick] == options.End;
                layer.Parents[i] = (int)parents[pick];
                layer.Tokens[i] = (long)tokens[pick];
                layer.LogProbabilities[i] = ends ? double.NegativeInfinity : best[pick];
                layer.Scores[i] = beam.Score(layer.LogProbabilities[i], written + 1, coverage.IsEmpty ? 0 : coverage[layer.Parents[i]]);
            }

            beam.Add(layer);
        }
    }

    /// <param name="Frontier">What the next step reads.</param>
    /// <param name="LogProbabilities">[sources, width], of what each row has written; <c>null</c> before the first step.</param>
    /// <param name="Covered">[sources, width, positions], how much each position was attended to; <c>null</c> where that is not asked for.</param>
    /// <param name="Padding">bool [sources, positions]</param>
    private sealed record Alive(Frontier<TState> Frontier, Tensor? LogProbabilities, Tensor? Covered, Tensor? Padding)
    {
        public IEnumerable<Tensor> Tensors => Frontier.Tensors.Concat(((Tensor?[])[LogProbabilities, Covered, Padding]).OfType<Tensor>());
    }

    /// <param name="Best">[sources, candidates], the log-probabilities of the likeliest continuations, the likeliest first.</param>
    /// <param name="Parents">int64 [sources, candidates], the row among the source's that each continues.</param>
    /// <param name="Tokens">int64 [sources, candidates], what it continues it with.</param>
    /// <param name="Picked">[sources, new width], the log-probabilities of those that go on.</param>
    /// <param name="Picks">int64 [sources, new width], which of the candidates they are.</param>
    private sealed record Ranking(Tensor Best, Tensor Parents, Tensor Tokens, Tensor Picked, Tensor Picks)
    {
        /// <summary>All of it side by side, for one read. Single precision holds every whole number up to 2²⁴, so every token.</summary>
        public Tensor Outcome(Tensor? coverage)
        {
            Tensor[] parts = [Best, Parents.to(Best.dtype), Tokens.to(Best.dtype), Picks.to(Best.dtype)];
            return cat(coverage is null ? parts : [.. parts, coverage], 1);
        }
    }
}
