using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Decoding that takes back nothing: each step writes one token more to every line, greedily or by chance.</summary>
internal sealed class LineSearch<TState>(DecodingStart<TState> start, DecodingOptions options, ITokenChoice choice)
    where TState : IHypotheses<TState>
{
    private readonly TokenScores<TState> _scores = new(start.Step, options);
    private readonly AttentionLog _attention = new();

    public IReadOnlyList<IReadOnlyList<Hypothesis>> Run()
    {
        using var held = NewDisposeScope();
        using var inference = inference_mode();
        var texts = StepLimits.Of(start, options).Select((limit, source) => new Text(source, limit, choice.Start())).ToArray();
        var active = texts;
        var frontier = Frontier<TState>.First(start, options);
        for (var written = 0; active.Length > 0; written++)
        {
            // What the last step left goes with this one; what the next one needs is handed out again.
            using var step = NewDisposeScope();
            held.MoveToOther(step, frontier.Tensors);
            (frontier, active) = Step(frontier, active, written, step);
            step.MoveToOuter(frontier.Tensors);
        }

        return _attention.Complete([.. texts.Select(text => text.Lines.Select(line => line.Trace()).ToArray())], start.Padding);
    }

    private (Frontier<TState> Frontier, Text[] Active) Step(Frontier<TState> frontier, Text[] active, int written, DisposeScope step)
    {
        var (logProbabilities, state, weights) = _scores.Next(frontier, written);
        if (weights is not null && options.KeepAttention)
            _attention.Add(weights, step);

        var (tokens, chosen) = choice.Choose(logProbabilities, [.. active.Select(text => text.Lines)]);
        var width = logProbabilities.size(1);
        for (var i = 0; i < chosen.Length; i++)
        {
            var (place, line) = (i / choice.Lines, i % choice.Lines);
            if (active[place].Lines[line].Done)
                continue;
            if (double.IsNaN(chosen[i].LogProbability))
                throw TokenScores.NoNumbers(active[place].Source, written + 1);
            var row = place * width + (width == 1 ? 0 : line);
            active[place].Lines[line].Write(row, chosen[i].Token, chosen[i].LogProbability, options.End, active[place].Limit);
        }

        var places = Enumerable.Range(0, active.Length).Where(place => !active[place].Lines.All(line => line.Done)).ToArray();
        if (places.Length == 0)
            return (frontier, []);

        // The lines of a source begin in one row and part after the first step.
        var kept = places.Length == active.Length ? null : tensor(places.Select(place => (long)place).ToArray(), device: start.Tokens.device);
        var parents = width == choice.Lines ? null : zeros_like(tokens);
        return (frontier.Advance(state, parents, tokens, kept), [.. places.Select(place => active[place])]);
    }

    /// <summary>What is written for one source.</summary>
    private sealed record Text(int Source, long Limit, Line[] Lines);
}
