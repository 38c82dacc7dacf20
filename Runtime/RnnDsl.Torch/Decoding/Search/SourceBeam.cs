namespace RnnDsl.Torch;

/// <summary>The search for one source as the host sees it: what was written, what has ended, and whether it can still get better.</summary>
/// <param name="source">Which of the sources it is, in the order given.</param>
/// <param name="limit">How many steps it may take.</param>
/// <param name="options">Penalties, the number of hypotheses, and whether to stop early.</param>
internal sealed class SourceBeam(int source, long limit, BeamSearchOptions options)
{
    private readonly double _largestDivisor = options.LengthPenalty.Divisor(limit);
    private readonly List<BeamLayer> _layers = [];
    private readonly List<Ending> _endings = [];

    public int Source => source;

    /// <summary>Whether the search for this source is over.</summary>
    public bool Done { get; private set; }

    /// <summary>The score of a hypothesis.</summary>
    /// <param name="logProbability">The sum over its tokens.</param>
    /// <param name="length">How many steps it took.</param>
    /// <param name="coverage">Σ log min(Σ a, 1), at most 0.</param>
    public double Score(double logProbability, long length, double coverage) =>
        logProbability / options.LengthPenalty.Divisor(length) + options.CoveragePenalty * coverage;

    /// <summary>A hypothesis that ended in the step that is about to be added.</summary>
    /// <param name="parent">The row, among the source's, that wrote the end token.</param>
    /// <param name="logProbability">The end token's included.</param>
    /// <param name="coverage">With this step.</param>
    public void End(int parent, double logProbability, double coverage) =>
        Add(new Ending(_layers.Count, parent, null, logProbability, Score(logProbability, _layers.Count + 1, coverage)));

    /// <summary>A step's survivors.</summary>
    public void Add(BeamLayer layer)
    {
        _layers.Add(layer);
        var best = layer.LogProbabilities.Max();
        if (_layers.Count == limit)
            Interrupt(_layers.Count - 1);

        // Log-probabilities only fall and the coverage penalty is never above 0. So no descendant of what is alive gets a score above that of
        // the likeliest, unchanged, under the largest divisor that its length may still reach. Rounding keeps the order.
        var beaten = options.EarlyStop && _endings.Count == options.NBest && best / _largestDivisor <= _endings[^1].Score;
        Done = _layers.Count == limit || double.IsNegativeInfinity(best) || beaten;

        // Where every token is ruled out for all, and none has ended: what there was before that.
        if (Done && _endings.Count == 0)
            Interrupt(_layers.Count - 2);
    }

    /// <summary>The best hypotheses, the best first: their tokens, their scores, and the rows that they went through.</summary>
    public IReadOnlyList<TracedHypothesis> Best() => [.. _endings.Select(Trace)];

    /// <summary>Takes what was alive after a step as it is.</summary>
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
        // Behind its equals: what came first stays.
        var place = _endings.Count;
        while (place > 0 && _endings[place - 1].Score < ending.Score)
            place--;
        _endings.Insert(place, ending);
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

    /// <param name="Step">The last step it took, from 0; −1 where it took none.</param>
    /// <param name="Parent">The row, among the source's, that it was in that step.</param>
    /// <param name="Token">What it wrote there; <c>null</c> where that was the end token.</param>
    /// <param name="LogProbability">Of all that it wrote.</param>
    /// <param name="Score">With the penalties.</param>
    private readonly record struct Ending(int Step, int Parent, long? Token, double LogProbability, double Score);
}

/// <summary>What came out of a step for one source: a hypothesis in each row of the next.</summary>
/// <param name="FirstRow">The source's first row among those that the step read.</param>
/// <param name="Parents">The row, among the source's, that each went on from.</param>
/// <param name="Tokens">What each wrote.</param>
/// <param name="LogProbabilities">Of all that each has written; −∞ where there is no hypothesis.</param>
/// <param name="Scores">With the penalties, as if each ended there.</param>
internal sealed record BeamLayer(long FirstRow, int[] Parents, long[] Tokens, double[] LogProbabilities, double[] Scores);
