using System.Runtime.CompilerServices;
using RnnDsl.Kernels;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// The additive scores of an <see cref="AttentionLoop"/> on a CPU, e = v · tanh(W q + k), in one pass over the projected keys: libtorch takes three, with a hyperbolic tangent that is
/// several times slower.
/// </summary>
internal sealed class AdditiveScores : LoopKernel
{
    private readonly int _positions;
    private readonly int _size;
    private readonly int _querySize;
    private readonly Tensor _scores;
    private readonly StepMemory _keys;
    private readonly StepMemory _score;
    private readonly StepMemory _projected;
    private readonly StepMemory _ofScores;
    private readonly StepMemory[] _activations;
    private readonly PackedWeight _weight;
    private StepMemory _query;
    private int _step;

    /// <summary>A forward pass.</summary>
    /// <param name="weights">The attention weights, [time, batch, positions].</param>
    /// <param name="keys">[batch, positions, size]</param>
    /// <param name="queryWeight">W [size, query]</param>
    /// <param name="score">v [size]</param>
    /// <param name="activations">Where the hyperbolic tangents of each step go, [batch, positions, size] each, without gaps.</param>
    public AdditiveScores(Tensor weights, Tensor keys, Tensor queryWeight, Tensor score, Tensor[] activations)
        : base(weights)
    {
        (_positions, _size, _querySize) = (checked((int)keys.size(1)), checked((int)keys.size(2)), checked((int)queryWeight.size(1)));
        var columns = checked(_positions * _size);
        _scores = keys.new_empty(keys.size(0), keys.size(1));
        _keys = Bind(keys.detach().flatten(1), columns);
        _score = Bind(score.detach().contiguous(), _size);
        _ofScores = Bind(_scores, _positions);
        _activations = Array.ConvertAll(activations, tensor => Bind(tensor.flatten(1), columns));
        _projected = Scratch(_size);
        _weight = Pack(queryWeight, transposed: false);
    }

    /// <summary>The scores of a step, [batch, positions]: the next step overwrites them.</summary>
    /// <param name="step">The time step.</param>
    /// <param name="query">[batch, query]</param>
    public Tensor At(int step, Tensor query)
    {
        (_step, _query) = (step, Bind(query, _querySize));
        Run(MultiplicationsOfRow(_positions, _size, _querySize));
        return _scores;
    }

    /// <summary>About as many multiplications as a row of a step takes, forward or backward: a hyperbolic tangent is counted as eight.</summary>
    public static long MultiplicationsOfRow(int positions, int size, int querySize) => (8L * positions * size) + ((long)size * querySize);

    /// <inheritdoc/>
    protected override void Run<TLane, T>(RowRange rows)
    {
        Product.Multiply(_query.At<T>(0, rows), _weight.Of<T>(), _projected.At<T>(0, rows), accumulates: false);
        for (var row = rows.First; row < rows.End; row++)
        {
            Pass<TLane, T>(
                in _keys.Row<T>(0, row), in _projected.Row<T>(0, row), in _score.Row<T>(0, row), ref _activations[_step].Row<T>(0, row), ref _ofScores.Row<T>(0, row), _positions, _size);
        }
    }

    // s = tanh(W q + k), e = v · s
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Pass<TLane, T>(ref readonly T keys, ref readonly T query, ref readonly T score, ref T activations, ref T scores, int positions, int size)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        var whole = (nuint)(size - (size % TLane.Count));
        var rest = size % TLane.Count;
        for (var p = 0; p < positions; p++)
        {
            ref var k = ref Unsafe.Add(ref Unsafe.AsRef(in keys), p * size);
            ref var s = ref Unsafe.Add(ref activations, p * size);
            var sum = TLane.Constant(0);
            for (nuint j = 0; j < whole; j += (nuint)TLane.Count)
            {
                var activation = Lanes.Tanh(TLane.Load(in k, j) + TLane.Load(in query, j));
                TLane.Store(activation, ref s, j);
                sum = TLane.MultiplyAdd(activation, TLane.Load(in score, j), sum);
            }

            if (rest > 0)
            {
                // Behind the last column v is 0.
                var activation = Lanes.Tanh(TLane.LoadTail(in k, whole, rest) + TLane.LoadTail(in query, whole, rest));
                TLane.StoreTail(activation, ref s, whole, rest);
                sum = TLane.MultiplyAdd(activation, TLane.LoadTail(in score, whole, rest), sum);
            }

            Unsafe.Add(ref scores, p) = TLane.Sum(sum);
        }
    }
}
