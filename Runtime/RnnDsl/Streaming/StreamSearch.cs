using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>Greedy decoding and beam search with a stream: one source, one hypothesis at a time. Endings, ranking and limits are those of the decoding library.</summary>
internal sealed class StreamSearch
{
    /// <summary>The smallest normal float32: its logarithm is finite.</summary>
    private const float SmallestCoverage = 1.17549435E-38f;

    private readonly StreamingEncoderDecoder _stream;
    private readonly Step _step;
    private readonly int _vocabulary;
    private readonly DecodingOptions _options;
    private readonly int _begin;
    private readonly long _limit;
    private readonly List<float[]> _attention = [];

    public StreamSearch(StreamingEncoderDecoder stream, Step step, int vocabulary, DecodingOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (_stream, _step, _vocabulary, _options) = (stream, step, vocabulary, options);
        if (options.Begin is not { } begin)
            throw new ArgumentException("The first step of a decoder reads a begin token, and the options have none: set Begin.", nameof(options));
        options.CheckTokens(vocabulary);
        _begin = (int)begin;
        _limit = options.MaximumLength.Of(stream.SourceLength);
        if (!options.MaximumLength.IsRelative && options.MinimumLength > _limit)
        {
            throw new ArgumentException(
                $"The minimum length is {options.MinimumLength} and the maximum length {_limit}: the minimum must not be greater.", nameof(options));
        }
    }

    /// <summary>One step of the decoder.</summary>
    public delegate void Step(int token, Span<float> output);

    private bool KeepsAttention => _options.KeepAttention && _stream.AttentionWeights.Length > 0;

    public Hypothesis Greedy()
    {
        _stream.Reset();
        var (sequence, logProbabilities, history) = (new PartialSequence(null), new float[_vocabulary], new List<int>());
        for (var token = _begin; !sequence.Done;)
        {
            Next(token, history.Count, history, logProbabilities);
            if (KeepsAttention)
                _attention.Add(_stream.AttentionWeights.ToArray());
            token = First(logProbabilities);
            if (float.IsNaN(logProbabilities[token]))
                throw ScoreErrors.NotFinite(0, history.Count + 1);
            sequence.Append(history.Count, token, logProbabilities[token], _options.End, _limit);
            history.Add(token);
        }

        return WithAttention(sequence.Trace());
    }

    public IReadOnlyList<Hypothesis> BeamSearch(BeamSearchOptions options)
    {
        if (options.NBest > options.BeamWidth)
            throw new ArgumentException($"NBest is {options.NBest} and BeamWidth {options.BeamWidth}: NBest must not exceed BeamWidth.");
        if (options.CoveragePenalty > 0 && _stream.AttentionWeights.Length == 0)
            throw new ArgumentException("The options have a coverage penalty, but the network returns no attention weights. Set CoveragePenalty to 0.");

        _stream.Reset();
        var beam = new SourceBeam(0, _limit, options);
        var ranking = new Ranking(_vocabulary, options);
        var first = new float[_stream.StateSize];
        _stream.CopyStates(first);
        Active[] active = [new(_begin, 0, first, [], [])];
        for (var generated = 0; !beam.Done; generated++)
        {
            ranking.Clear();
            var firstRow = _attention.Count;
            var after = new Active[active.Length];
            for (var row = 0; row < active.Length; row++)
                after[row] = Follow(active[row], row, generated, ranking, options.CoveragePenalty > 0);

            var (best, picks) = (ranking.Best, ranking.Picks());
            beam.Record(
                firstRow,
                generated,
                [.. best.Select(static each => (double)each.LogProbability)],
                [.. best.Select(static each => (double)each.Parent)],
                [.. best.Select(static each => (double)each.Token)],
                [.. picks.Select(static pick => (double)pick)],
                options.CoveragePenalty > 0 ? [.. after.Select(static each => LogCoverage(each.Coverage))] : []);
            active = [.. picks.Select(pick => Continue(best[pick], after))];
        }

        return [.. beam.Best().Select(WithAttention)];
    }

    private Active Continue((float LogProbability, int Parent, int Token) next, Active[] after) => after[next.Parent] with
    {
        Token = next.Token,
        LogProbability = next.Token == _options.End ? float.NegativeInfinity : next.LogProbability,
        History = _options.NoRepeatNGram is null ? [] : [.. after[next.Parent].History, next.Token],
    };

    /// <summary>One step of a hypothesis; an empty row of the beam has none.</summary>
    private Active Follow(Active before, int row, int generated, Ranking ranking, bool covers)
    {
        if (float.IsNegativeInfinity(before.LogProbability))
        {
            Array.Fill(ranking.Row, float.NegativeInfinity);
            ranking.Add(row, 0);
            if (KeepsAttention)
                _attention.Add([]);
            return before;
        }

        _stream.RestoreStates(before.States);
        Next(before.Token, generated, before.History, ranking.Row);
        ranking.Add(row, before.LogProbability);
        if (KeepsAttention)
            _attention.Add(_stream.AttentionWeights.ToArray());
        var states = new float[before.States.Length];
        _stream.CopyStates(states);
        return before with { States = states, Coverage = covers ? Covered(before.Coverage) : [] };
    }

    /// <summary>The log-probabilities of the next token, −∞ for suppressed tokens.</summary>
    private void Next(int token, int generated, IReadOnlyList<int> history, float[] target)
    {
        _step(token, target);
        StreamFunctions.LogSoftmax<ScalarF>(ref target[0], ref target[0], _vocabulary);
        if (_options.End is { } end && generated < _options.MinimumLength)
            target[end] = float.NegativeInfinity;
        foreach (var suppressed in _options.SuppressedTokens)
            target[suppressed] = float.NegativeInfinity;
        if (_options.NoRepeatNGram is { } length)
            SuppressRepeated(history, length, target);
    }

    /// <summary>Suppresses the tokens that would complete an n-gram that is already in the hypothesis.</summary>
    private static void SuppressRepeated(IReadOnlyList<int> history, int length, float[] target)
    {
        for (var first = 0; first + length <= history.Count; first++)
        {
            var repeats = true;
            for (var i = 0; repeats && i < length - 1; i++)
                repeats = history[first + i] == history[history.Count - length + 1 + i];
            if (repeats)
                target[history[first + length - 1]] = float.NegativeInfinity;
        }
    }

    /// <summary>The index of the largest, the first of equals; that of a NaN if there is one.</summary>
    private static int First(float[] values)
    {
        var best = 0;
        for (var i = 0; i < values.Length; i++)
        {
            if (float.IsNaN(values[i]))
                return i;
            if (values[i] > values[best])
                best = i;
        }

        return best;
    }

    private float[] Covered(float[] before)
    {
        var after = _stream.AttentionWeights.ToArray();
        for (var p = 0; p < before.Length; p++)
            after[p] += before[p];
        return after;
    }

    /// <summary>Σⱼ log min(Σᵢ aᵢⱼ, 1).</summary>
    private static double LogCoverage(float[] coverage) => coverage.Sum(static weight => Math.Log(Math.Clamp(weight, SmallestCoverage, 1)));

    private Hypothesis WithAttention(TracedHypothesis traced)
    {
        if (_attention.Count == 0)
            return traced.Hypothesis;
        var positions = _stream.AttentionWeights.Length;
        var attention = new float[traced.Rows.Count, positions];
        for (var step = 0; step < traced.Rows.Count; step++)
        {
            var weights = _attention[(int)traced.Rows[step]];
            for (var p = 0; p < positions; p++)
                attention[step, p] = weights[p];
        }

        return traced.Hypothesis with { Attention = attention };
    }

    /// <summary>A hypothesis that is continued.</summary>
    /// <param name="Token">The token that its next step reads.</param>
    /// <param name="LogProbability">The sum over its tokens; −∞ for an empty row.</param>
    /// <param name="States">The decoder's states before that step.</param>
    /// <param name="History">Its tokens; kept where n-grams are blocked.</param>
    /// <param name="Coverage">The sum of its attention weights; kept with a coverage penalty.</param>
    private sealed record Active(int Token, float LogProbability, float[] States, IReadOnlyList<int> History, float[] Coverage);

    /// <summary>The best continuations of a step.</summary>
    private sealed class Ranking(int vocabulary, BeamSearchOptions options)
    {
        private readonly List<(float LogProbability, int Parent, int Token)> _best = [];

        /// <summary>The log-probabilities of the tokens after one hypothesis.</summary>
        public float[] Row { get; } = new float[vocabulary];

        /// <summary>They, best first.</summary>
        public IReadOnlyList<(float LogProbability, int Parent, int Token)> Best => _best;

        public void Clear() => _best.Clear();

        /// <summary>Ranks the continuations of a hypothesis. At most one of each ends, so twice the beam width contains enough that continue.</summary>
        public void Add(int parent, float before)
        {
            var most = 2 * options.BeamWidth;
            for (var token = 0; token < vocabulary; token++)
            {
                var sum = before + Row[token];
                if (_best.Count == most && !(sum > _best[^1].LogProbability) && !float.IsNaN(sum))
                    continue;
                var index = _best.Count;
                while (index > 0 && (_best[index - 1].LogProbability < sum || (float.IsNaN(sum) && !float.IsNaN(_best[index - 1].LogProbability))))
                    index--;
                _best.Insert(index, (sum, parent, token));
                if (_best.Count > most)
                    _best.RemoveAt(most);
            }
        }

        /// <summary>The indices of the continuations that fill the beam: those that do not end, then those that do.</summary>
        public int[] Picks() =>
        [
            .. Enumerable.Range(0, _best.Count)
                .OrderByDescending(index => _best[index].Token == options.End ? float.NegativeInfinity : _best[index].LogProbability)
                .Take(options.BeamWidth),
        ];
    }
}
