using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnDsl.Kernels;

namespace RnnDsl.Streaming;

/// <summary>
/// What the decoder of a stream reads at every step: the values and keys of the source positions, the summary vector and the source tokens; and the attention weights of a step. The rows grow
/// with the longest source; a step allocates nothing.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StreamMemory
{
    private const int LeastPositions = 16;

    // Below every relevant probability, and representable in float32.
    private const float SmallestProbability = 1e-30f;

    private readonly int _keySize;
    private readonly int _headValueSize;
    private readonly int _filters;
    private readonly int _width;
    private int _capacity;
    private StreamRows _weights;
    private StreamRows _headWeights;
    private StreamRows _windows;
    private StreamRows _features;

    /// <param name="valueSize">The number of features of a position; 0 without attention.</param>
    /// <param name="keySize">The size of a key; 0 where the values are the keys.</param>
    /// <param name="headValueSize">The size of the values of all heads together; 0 without heads.</param>
    /// <param name="summarySize">The size of the summary vector; 0 without one.</param>
    /// <param name="filters">The filters over the previous attention weights; 0 without any.</param>
    /// <param name="width">The positions that a filter reads.</param>
    /// <param name="tokens">The number of tokens that can be copied; 0 where none can.</param>
    public StreamMemory(int valueSize = 0, int keySize = 0, int headValueSize = 0, int summarySize = 0, int filters = 0, int width = 0, int tokens = 0)
    {
        (ValueSize, TokenCount) = (valueSize, tokens);
        (_keySize, _headValueSize, _filters, _width) = (keySize, headValueSize, filters, width);
        if (summarySize > 0)
            Summary = StreamRows.OneRow(summarySize);
    }

    /// <summary>The number of source positions; 0 before the first source and without attention.</summary>
    public int Positions { get; private set; }

    /// <summary>The values: [positions, features].</summary>
    public StreamRows Values { get; private set; }

    /// <summary>The keys: [positions, size].</summary>
    public StreamRows Keys { get; private set; }

    /// <summary>The values of all heads: [positions, size].</summary>
    public StreamRows HeadValues { get; private set; }

    /// <summary>The features of the previous attention weights, projected: [positions, size].</summary>
    public StreamRows Located { get; private set; }

    /// <summary>The summary vector of the source.</summary>
    public StreamRows Summary { get; }

    /// <summary>The source tokens, which can be copied.</summary>
    public int[] Tokens { get; private set; } = [];

    /// <summary>The attention weights of the last step: [positions].</summary>
    public ReadOnlySpan<float> Weights => Positions == 0 ? [] : _weights.Span(0);

    internal int ValueSize { get; }

    /// <summary>The number of tokens that can be copied; 0 where none can.</summary>
    internal int TokenCount { get; }

    /// <summary>Makes room for a source, with attention weights of zero.</summary>
    internal void Begin(int positions)
    {
        if (ValueSize == 0)
            return;
        if (positions > _capacity)
        {
            _capacity = Math.Max(positions, Math.Max(LeastPositions, 2 * _capacity));
            Values = StreamRows.Of(ValueSize, _capacity);
            Keys = _keySize == 0 ? Values : StreamRows.Of(_keySize, _capacity);
            HeadValues = _headValueSize == 0 ? default : StreamRows.Of(_headValueSize, _capacity);
            if (_filters > 0)
            {
                _windows = StreamRows.Of(_width, _capacity);
                _features = StreamRows.Of(_filters, _capacity);
                Located = StreamRows.Of(_keySize, _capacity);
            }
        }

        if (positions != Positions)
            (_weights, _headWeights) = (StreamRows.OneRow(positions), StreamRows.OneRow(positions));
        Positions = positions;
        ClearWeights();
    }

    /// <summary>Forgets the attention weights of the last step.</summary>
    internal void ClearWeights()
    {
        if (Positions > 0)
            _weights.Span(0).Clear();
    }

    /// <summary>Keeps the source tokens.</summary>
    /// <param name="tokens">The tokens: [positions].</param>
    /// <exception cref="ArgumentException">There are not as many as positions.</exception>
    public void KeepTokens(ReadOnlySpan<int> tokens)
    {
        if (tokens.Length != Positions)
            throw new ArgumentException($"Copying needs a token for each position; there are {tokens.Length} tokens and {Positions} positions.", nameof(tokens));
        Tokens = tokens.ToArray();
    }

    /// <summary>Additive scores, v · tanh(q + k) for each key k, and their softmax.</summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="query">q, the projected query.</param>
    /// <param name="score">v.</param>
    /// <param name="size">The length of v.</param>
    public void Additive<TLane>(StreamRows query, StreamRows score, int size) where TLane : struct, ILane<TLane, float> => Additive<TLane>(query, score, size, default, default, located: false);

    /// <summary>The same with the coverage c of each position, w c, and with the features of the previous attention weights, within the tanh.</summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="query">q, the projected query.</param>
    /// <param name="score">v.</param>
    /// <param name="size">The length of v.</param>
    /// <param name="coverageWeight">w; no rows without coverage.</param>
    /// <param name="coverage">c: [positions].</param>
    /// <param name="located">Whether <see cref="Locate"/> has computed features.</param>
    public void Additive<TLane>(StreamRows query, StreamRows score, int size, StreamRows coverageWeight, StreamRows coverage, bool located) where TLane : struct, ILane<TLane, float>
    {
        // Behind the columns of weights and products there are zeros, so whole lanes add zeros.
        for (var p = 0; p < Positions; p++)
        {
            ref var key = ref Keys.Row(p);
            var covered = TLane.Create(coverageWeight.Width > 0 ? coverage.Row(0, p) : 0);
            var sum = TLane.Constant(0);
            for (nuint j = 0; j < (nuint)size; j += (nuint)TLane.Count)
            {
                var preActivation = TLane.Load(in query.Row(0), j) + TLane.Load(in key, j);
                if (coverageWeight.Width > 0)
                    preActivation = TLane.MultiplyAdd(TLane.Load(in coverageWeight.Row(0), j), covered, preActivation);
                if (located)
                    preActivation += TLane.Load(in Located.Row(p), j);
                sum = TLane.MultiplyAdd(TLane.Load(in score.Row(0), j), Lanes.Tanh(preActivation), sum);
            }

            _weights.Row(0, p) = TLane.Sum(sum);
        }

        StreamFunctions.Softmax<TLane>(ref _weights.Row(0), ref _weights.Row(0), Positions);
    }

    /// <summary>The features of the previous attention weights: a convolution centred on each position, and a projection of it.</summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="previous">The attention weights of the previous step: [positions].</param>
    /// <param name="filters">The filters: [filters, width].</param>
    /// <param name="projection">The projection: [size, filters].</param>
    public void Locate<TLane>(StreamRows previous, StreamMatrix filters, StreamMatrix projection) where TLane : struct, ILane<TLane, float>
    {
        ArgumentNullException.ThrowIfNull(filters);
        ArgumentNullException.ThrowIfNull(projection);
        var weights = previous.Span(0);
        for (var p = 0; p < Positions; p++)
        {
            var window = _windows.Span(p);
            for (var i = 0; i < _width; i++)
                window[i] = p + i - (_width / 2) is var position && (uint)position < (uint)Positions ? weights[position] : 0;
        }

        filters.Multiply<TLane>(_windows, _features, Positions);
        projection.Multiply<TLane>(_features, Located, Positions);
    }

    /// <summary>Scores by a dot product, q · k times a factor for each key k, and their softmax.</summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="query">q.</param>
    /// <param name="size">Its length.</param>
    /// <param name="scale">The factor.</param>
    public void Dot<TLane>(ref float query, int size, float scale) where TLane : struct, ILane<TLane, float>
    {
        for (var p = 0; p < Positions; p++)
            _weights.Row(0, p) = scale * Dot<TLane>(ref query, ref Keys.Row(p), size);
        StreamFunctions.Softmax<TLane>(ref _weights.Row(0), ref _weights.Row(0), Positions);
    }

    /// <summary>The context vector: the mean of the values under the attention weights.</summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="target">Where it goes, with room for a lane behind it.</param>
    public void Context<TLane>(ref float target) where TLane : struct, ILane<TLane, float> => Mean<TLane>(ref _weights.Row(0), Values, 0, ValueSize, ref target);

    /// <summary>Attention of several heads: of each the scaled dot products, their softmax and the mean of its values. The attention weights are the mean over the heads.</summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="query">The projected query.</param>
    /// <param name="size">The size of all heads together.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="target">Where the context vectors of the heads go, one behind the other, with room for a lane behind them.</param>
    public void Heads<TLane>(StreamRows query, int size, int heads, StreamRows target) where TLane : struct, ILane<TLane, float>
    {
        var head = size / heads;
        var scale = (float)(1 / Math.Sqrt(head));
        _weights.Span(0).Clear();
        for (var first = 0; first < size; first += head)
        {
            for (var p = 0; p < Positions; p++)
                _headWeights.Row(0, p) = scale * Dot<TLane>(ref query.Row(0, first), ref Keys.Row(p, first), head);
            StreamFunctions.Softmax<TLane>(ref _headWeights.Row(0), ref _headWeights.Row(0), Positions);
            Mean<TLane>(ref _headWeights.Row(0), HeadValues, first, head, ref target.Row(0, first));
            for (var p = 0; p < Positions; p++)
                _weights.Row(0, p) += _headWeights.Row(0, p) / heads;
        }
    }

    /// <summary>Adds the attention weights to the coverage.</summary>
    /// <param name="before">The coverage before the step: [positions].</param>
    /// <param name="after">Where that after it goes.</param>
    public void Cover(ref float before, ref float after)
    {
        for (var p = 0; p < Positions; p++)
            Unsafe.Add(ref after, p) = Unsafe.Add(ref before, p) + _weights.Row(0, p);
    }

    /// <summary>Copies the attention weights, which the next step reads.</summary>
    /// <param name="target">Where they go.</param>
    public void CopyWeights(ref float target) => StreamFunctions.Copy(ref _weights.Row(0), ref target, Positions);

    /// <summary>
    /// Pointer-generator (See et al. 2017): log-probabilities of a mixture of generation from the vocabulary and copying of source tokens.
    /// </summary>
    /// <typeparam name="TLane">The widest lane of this machine.</typeparam>
    /// <param name="scores">The scores of the vocabulary.</param>
    /// <param name="vocabulary">Their number.</param>
    /// <param name="gate">The pre-activation of the gate, the probability of generation.</param>
    /// <param name="target">Where the log-probabilities go.</param>
    /// <param name="width">Their number.</param>
    public void Copy<TLane>(ref float scores, int vocabulary, float gate, ref float target, int width) where TLane : struct, ILane<TLane, float>
    {
        var probabilities = MemoryMarshal.CreateSpan(ref target, width);
        StreamFunctions.Softmax<TLane>(ref scores, ref target, vocabulary);
        var generate = 1 / (1 + MathF.Exp(-gate));
        for (var i = 0; i < vocabulary; i++)
            probabilities[i] *= generate;
        probabilities[vocabulary..].Clear();
        for (var p = 0; p < Positions; p++)
            probabilities[Tokens[p]] += (1 - generate) * _weights.Row(0, p);
        for (var i = 0; i < width; i++)
            probabilities[i] = MathF.Log(MathF.Max(probabilities[i], SmallestProbability));
    }

    private static float Dot<TLane>(ref float left, ref float right, int size) where TLane : struct, ILane<TLane, float>
    {
        var (sum, j) = (TLane.Constant(0), 0);
        for (; j + TLane.Count <= size; j += TLane.Count)
            sum = TLane.MultiplyAdd(TLane.Load(in left, (nuint)j), TLane.Load(in right, (nuint)j), sum);
        if (j < size)
            sum = TLane.MultiplyAdd(TLane.LoadTail(in left, (nuint)j, size - j), TLane.LoadTail(in right, (nuint)j, size - j), sum);
        return TLane.Sum(sum);
    }

    private void Mean<TLane>(ref float weights, StreamRows values, int first, int size, ref float target) where TLane : struct, ILane<TLane, float>
    {
        for (var j = 0; j < size; j += TLane.Count)
        {
            var sum = TLane.Constant(0);
            for (var p = 0; p < Positions; p++)
                sum = TLane.MultiplyAdd(TLane.Create(Unsafe.Add(ref weights, p)), TLane.Load(in values.Row(p, first), (nuint)j), sum);
            TLane.Store(sum, ref target, (nuint)j);
        }
    }
}
