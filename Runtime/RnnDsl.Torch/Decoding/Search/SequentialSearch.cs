using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Greedy decoding and sampling: each step adds one token to every sequence.</summary>
internal sealed class SequentialSearch<TState>(DecodingStart<TState> start, DecodingOptions options, ITokenChoice choice)
    where TState : IHypotheses<TState>
{
    private readonly TokenScores<TState> _scores = new(start.Step, options);
    private readonly AttentionLog _attention = new();

    public IReadOnlyList<IReadOnlyList<Hypothesis>> Run()
    {
        using var held = NewDisposeScope();
        using var inference = inference_mode();
        var all = StepLimits.Of(start, options).Select((limit, source) => new SourceSequences(source, limit, choice.Start())).ToArray();
        var active = all;
        var frontier = Frontier<TState>.First(start, options);
        for (var generated = 0; active.Length > 0; generated++)
        {
            // Tensors that the next step does not need are disposed with this step's scope.
            using var step = NewDisposeScope();
            held.MoveToOther(step, frontier.Tensors);
            (frontier, active) = Step(frontier, active, generated, step);
            step.MoveToOuter(frontier.Tensors);
        }

        return _attention.Complete([.. all.Select(source => source.Sequences.Select(sequence => sequence.Trace()).ToArray())], start.Padding);
    }

    private (Frontier<TState> Frontier, SourceSequences[] Active) Step(Frontier<TState> frontier, SourceSequences[] active, int generated, DisposeScope step)
    {
        var (logProbabilities, state, weights) = _scores.Next(frontier, generated);
        if (weights is not null && options.KeepAttention)
            _attention.Add(weights, step);

        var (tokens, chosen) = choice.Choose(logProbabilities, [.. active.Select(source => source.Sequences)]);
        var width = logProbabilities.size(1);
        for (var i = 0; i < chosen.Length; i++)
        {
            var (index, sequence) = (i / choice.SequencesPerSource, i % choice.SequencesPerSource);
            if (active[index].Sequences[sequence].Done)
                continue;
            if (double.IsNaN(chosen[i].LogProbability))
                throw ScoreErrors.NotFinite(active[index].Source, generated + 1);
            var row = index * width + (width == 1 ? 0 : sequence);
            active[index].Sequences[sequence].Append(row, chosen[i].Token, chosen[i].LogProbability, options.End, active[index].Limit);
        }

        var remaining = Enumerable.Range(0, active.Length).Where(index => !active[index].Sequences.All(sequence => sequence.Done)).ToArray();
        if (remaining.Length == 0)
            return (frontier, []);

        // The sequences of a source share one row in the first step and have separate rows from then on.
        var kept = remaining.Length == active.Length ? null : tensor(remaining.Select(index => (long)index).ToArray(), device: start.Tokens.device);
        var parents = width == choice.SequencesPerSource ? null : zeros_like(tokens);
        return (frontier.Advance(state, parents, tokens, kept), [.. remaining.Select(index => active[index])]);
    }

    /// <summary>The sequences of one source.</summary>
    private sealed record SourceSequences(int Source, long Limit, PartialSequence[] Sequences);
}
