namespace RnnDsl.Torch;

/// <summary>One text that is written from left to right, each token for good.</summary>
/// <param name="random">Where its chance comes from; <c>null</c> where nothing is drawn.</param>
internal sealed class Line(RandomSource? random)
{
    private readonly List<long> _tokens = [];
    private readonly List<long> _rows = [];
    private double _logProbability;
    private bool _finished;

    public RandomSource? Random => random;

    /// <summary>Whether nothing more is written.</summary>
    public bool Done { get; private set; }

    /// <summary>One step more.</summary>
    /// <param name="row">The row it was in.</param>
    /// <param name="token">What was chosen there.</param>
    /// <param name="logProbability">Of that token; −∞ where none was allowed, and the line stops as it is.</param>
    /// <param name="end">The token that ends it.</param>
    /// <param name="limit">How many steps it may take.</param>
    public void Write(long row, long token, double logProbability, long? end, long limit)
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
