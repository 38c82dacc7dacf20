namespace RnnDsl.Decoding;

/// <summary>The beam of one source on the host: generated tokens, finished hypotheses, and whether the search is over.</summary>
/// <param name="source">The index of the source, in the given order.</param>
/// <param name="limit">The maximum number of steps.</param>
/// <param name="options">Penalties, the number of hypotheses, and whether to stop early.</param>
internal sealed class SourceBeam(int source, long limit, BeamSearchOptions options)
{
    private readonly double _largestDivisor = options.LengthPenalty.Divisor(limit);
    private readonly List<BeamLayer> _layers = [];
    private readonly List<Ending> _endings = [];

    /// <summary>Whether the search for this source is over.</summary>
    public bool Done { get; private set; }

    /// <summary>The score of a hypothesis.</summary>
    /// <param name="logProbability">The sum over its tokens.</param>
    /// <param name="length">The number of steps.</param>
    /// <param name="coverage">Σ log min(Σ a, 1), at most 0.</param>
    private double Score(double logProbability, long length, double coverage) =>
        logProbability / options.LengthPenalty.Divisor(length) + options.CoveragePenalty * coverage;

    /// <summary>Records a step: the hypotheses that end in it, and those that continue.</summary>
    /// <param name="firstRow">The source's first row in the step's input.</param>
    /// <param name="generated">The number of steps before this one.</param>
    /// <param name="best">The log-probabilities of the best continuations, in descending order.</param>
    /// <param name="parents">The row, within the source, that each of them continues.</param>
    /// <param name="tokens">The token that it adds.</param>
    /// <param name="picks">The indices of those that continue.</param>
    /// <param name="coverage">For each row Σ log min(Σ a, 1), with the current step; empty without a coverage penalty.</param>
    /// <exception cref="ArgumentException">The scores contain NaN or +∞.</exception>
    public void Record(long firstRow, int generated, ReadOnlySpan<double> best, ReadOnlySpan<double> parents, ReadOnlySpan<double> tokens, ReadOnlySpan<double> picks, ReadOnlySpan<double> coverage)
    {
        // NaN is ranked first.
        if (double.IsNaN(best[0]))
            throw ScoreErrors.NotFinite(source, generated + 1);

        var survivors = picks.Length;
        for (var rank = 0; rank < survivors; rank++)
        {
            if (tokens[rank] == options.End && !double.IsNegativeInfinity(best[rank]))
                End((int)parents[rank], best[rank], coverage.IsEmpty ? 0 : coverage[(int)parents[rank]]);
        }

        var layer = new BeamLayer(firstRow, new int[survivors], new long[survivors], new double[survivors], new double[survivors]);
        for (var i = 0; i < survivors; i++)
        {
            var pick = (int)picks[i];
            var ends = tokens[pick] == options.End;
            layer.Parents[i] = (int)parents[pick];
            layer.Tokens[i] = (long)tokens[pick];
            layer.LogProbabilities[i] = ends ? double.NegativeInfinity : best[pick];
            layer.Scores[i] = Score(layer.LogProbabilities[i], generated + 1, coverage.IsEmpty ? 0 : coverage[layer.Parents[i]]);
        }

        Add(layer);
    }

    /// <summary>Adds a hypothesis that ends in the current step, before <see cref="Add(BeamLayer)"/> adds the step.</summary>
    /// <param name="parent">The row, within the source, that chose the end token.</param>
    /// <param name="logProbability">With the end token.</param>
    /// <param name="coverage">With the current step.</param>
    private void End(int parent, double logProbability, double coverage) =>
        Add(new Ending(_layers.Count, parent, null, logProbability, Score(logProbability, _layers.Count + 1, coverage)));

    /// <summary>Adds a step: the hypotheses that continue.</summary>
    private void Add(BeamLayer layer)
    {
        _layers.Add(layer);
        var best = layer.LogProbabilities.Max();
        if (_layers.Count == limit)
            Interrupt(_layers.Count - 1);

        // Log-probabilities only decrease and the coverage penalty is never above 0, so no continuation of an active hypothesis can score above
        // the best log-probability under the largest divisor that its length may reach. Rounding keeps the order.
        var beaten = options.EarlyStop && _endings.Count == options.NBest && best / _largestDivisor <= _endings[^1].Score;
        Done = _layers.Count == limit || double.IsNegativeInfinity(best) || beaten;

        // No token is allowed for any hypothesis, and none has finished: return the hypotheses before this step.
        if (Done && _endings.Count == 0)
            Interrupt(_layers.Count - 2);
    }

    /// <summary>The best hypotheses in descending order: tokens, scores and rows.</summary>
    public IReadOnlyList<TracedHypothesis> Best() => [.. _endings.Select(Trace)];

    /// <summary>Ends the active hypotheses of a step unfinished.</summary>
    private void Interrupt(int step)
    {
        if (step < 0)
        {
            Add(new Ending(-1, 0, null, 0, 0));
            return;
        }

        var layer = _layers[step];
        for (var row = 0; row < layer.Tokens.Length; row++)
        {
            if (!double.IsNegativeInfinity(layer.LogProbabilities[row]))
                Add(new Ending(step, layer.Parents[row], layer.Tokens[row], layer.LogProbabilities[row], layer.Scores[row]));
        }
    }

    private void Add(Ending ending)
    {
        // After those of equal score: earlier ones stay ahead.
        var index = _endings.Count;
        while (index > 0 && _endings[index - 1].Score < ending.Score)
            index--;
        _endings.Insert(index, ending);
        if (_endings.Count > options.NBest)
            _endings.RemoveAt(options.NBest);
    }

    private TracedHypothesis Trace(Ending ending)
    {
        var rows = new long[ending.Step + 1];
        var tokens = new List<long>(rows.Length);
        if (ending.Token is { } last)
            tokens.Add(last);
        var row = ending.Parent;
        for (var step = ending.Step; step >= 0; step--)
        {
            rows[step] = _layers[step].FirstRow + row;
            if (step > 0)
            {
                var before = _layers[step - 1];
                tokens.Add(before.Tokens[row]);
                row = before.Parents[row];
            }
        }

        tokens.Reverse();
        var finished = ending.Token is null && ending.Step >= 0;
        return new TracedHypothesis(new Hypothesis([.. tokens], ending.Score, ending.LogProbability, finished, null), rows);
    }

    /// <param name="Step">The last step, from 0; −1 for none.</param>
    /// <param name="Parent">The row, within the source, at that step.</param>
    /// <param name="Token">The token chosen there; <c>null</c> for the end token.</param>
    /// <param name="LogProbability">The log-probability of the hypothesis.</param>
    /// <param name="Score">With the penalties.</param>
    private readonly record struct Ending(int Step, int Parent, long? Token, double LogProbability, double Score);
}

/// <summary>The result of a step for one source: one hypothesis per row of the next step.</summary>
/// <param name="FirstRow">The source's first row in the step's input.</param>
/// <param name="Parents">The row, within the source, that each hypothesis continues.</param>
/// <param name="Tokens">The added tokens.</param>
/// <param name="LogProbabilities">The log-probability of each hypothesis; −∞ for an empty row.</param>
/// <param name="Scores">The scores with penalties, as if each ended here.</param>
internal sealed record BeamLayer(long FirstRow, int[] Parents, long[] Tokens, double[] LogProbabilities, double[] Scores);
