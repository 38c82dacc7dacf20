namespace RnnDsl.Decoding;

/// <summary>A sequence that greedy decoding or sampling extends token by token.</summary>
/// <param name="random">The random source of the sequence; <c>null</c> for greedy decoding.</param>
internal sealed class PartialSequence(RandomSource? random)
{
    private readonly List<long> _tokens = [];
    private readonly List<long> _rows = [];
    private double _logProbability;
    private bool _finished;

    public RandomSource? Random => random;

    /// <summary>Whether the sequence is complete.</summary>
    public bool Done { get; private set; }

    /// <summary>Adds one step.</summary>
    /// <param name="row">The row of the sequence in this step.</param>
    /// <param name="token">The chosen token.</param>
    /// <param name="logProbability">The token's log-probability; −∞ where no token is allowed, which ends the sequence unfinished.</param>
    /// <param name="end">The end token.</param>
    /// <param name="limit">The maximum number of steps.</param>
    public void Append(long row, long token, double logProbability, long? end, long limit)
    {
        if (double.IsNegativeInfinity(logProbability))
        {
            Done = true;
            return;
        }

        _rows.Add(row);
        _logProbability += logProbability;
        _finished = token == end;
        if (!_finished)
            _tokens.Add(token);
        Done = _finished || _rows.Count == limit;
    }

    public TracedHypothesis Trace() => new(new Hypothesis([.. _tokens], _logProbability, _logProbability, _finished, null), _rows);
}
