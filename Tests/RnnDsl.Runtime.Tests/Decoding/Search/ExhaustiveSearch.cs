using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Decoding.Search;

/// <summary>Every hypothesis there is, one by one, in plain loops.</summary>
internal sealed class ExhaustiveSearch<TState>(DecodingStart<TState> start, BeamSearchOptions options, double alpha, long limit)
    where TState : IHypotheses<TState>
{
    private readonly List<Hypothesis> _all = [];

    /// <param name="alpha">NaN: divide by the length; otherwise the exponent of Wu et al.</param>
    /// <param name="limit">How many steps at most.</param>
    public static IReadOnlyList<Hypothesis> Best(DecodingStart<TState> start, BeamSearchOptions options, double alpha, long limit)
    {
        using var scope = NewDisposeScope();
        var search = new ExhaustiveSearch<TState>(start, options, alpha, limit);
        search.Visit(start.Tokens, start.State, [], 0, []);
        return [.. search._all.OrderByDescending(hypothesis => hypothesis.Score).Take(options.NBest)];
    }

    private void Visit(Tensor token, TState state, long[] tokens, double logProbability, double[][] attention)
    {
        var (output, next, weights) = start.Step(token, state);
        var scores = output.data<double>().ToArray();
        var total = Math.Log(scores.Sum(Math.Exp));
        double[][] attentionRows = weights is null ? attention : [.. attention, weights.data<double>().ToArray()];
        for (var choice = 0L; choice < scores.Length; choice++)
        {
            var after = logProbability + scores[choice] - total;
            if (choice == options.End)
            {
                if (tokens.Length >= options.MinimumLength)
                    Add(tokens, after, true, attentionRows);
                continue;
            }

            long[] longer = [.. tokens, choice];
            if (Repeats(longer))
                continue;
            if (longer.Length == limit)
                Add(longer, after, false, attentionRows);
            else
                Visit(tensor(new[] { choice }), next, longer, after, attentionRows);
        }
    }

    private bool Repeats(long[] tokens)
    {
        if (options.NoRepeatNGram is not { } length || tokens.Length < length)
            return false;
        var last = tokens[^length..];
        return Enumerable.Range(0, tokens.Length - length).Any(at => tokens.Skip(at).Take(length).SequenceEqual(last));
    }

    private void Add(long[] tokens, double logProbability, bool finished, double[][] attention)
    {
        var steps = tokens.Length + (finished ? 1 : 0);
        var penalty = double.IsNaN(alpha) ? steps : Math.Pow(5.0 + steps, alpha) / Math.Pow(6.0, alpha);
        var coverage = 0.0;
        for (var position = 0; attention.Length > 0 && position < attention[0].Length; position++)
            coverage += Math.Log(Math.Min(attention.Sum(step => step[position]), 1));
        var table = attention.Length == 0 ? null : new float[attention.Length, attention[0].Length];
        for (var step = 0; step < attention.Length; step++)
        {
            for (var position = 0; position < attention[step].Length; position++)
                table![step, position] = (float)attention[step][position];
        }

        _all.Add(new Hypothesis(tokens, logProbability / penalty + options.CoveragePenalty * coverage, logProbability, finished, table));
    }
}
