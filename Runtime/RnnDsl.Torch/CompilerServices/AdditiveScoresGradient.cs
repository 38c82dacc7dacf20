using System.Runtime.CompilerServices;
using RnnDsl.Kernels;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The backward pass of <see cref="AdditiveScores"/>: the gradients of the keys, of the query and of v, in one pass over the hyperbolic tangents s.</summary>
internal sealed class AdditiveScoresGradient : LoopKernel
{
    private readonly int _positions;
    private readonly int _size;
    private readonly int _querySize;
    private readonly Tensor _scoreGradients;
    private readonly StepMemory _score;
    private readonly StepMemory _keysGradient;
    private readonly StepMemory _ofScoreGradients;
    private readonly StepMemory _projectedGradient;
    private readonly StepMemory[] _activations;
    private readonly PackedWeight _weight;
    private StepMemory _scoresGradient;
    private StepMemory _queryGradient;
    private int _step;

    /// <summary>A backward pass.</summary>
    /// <param name="weights">The attention weights, [time, batch, positions].</param>
    /// <param name="queryWeight">W [size, query]</param>
    /// <param name="score">v [size]</param>
    /// <param name="activations">s of each step, [batch, positions, size] each, without gaps.</param>
    /// <param name="keysGradient">[batch, positions, size], zeros: it receives Σ ∂e (1 - s²), without the factor v.</param>
    /// <param name="projectedGradient">[time, batch, size]: it receives ∂(W q) of each step.</param>
    public AdditiveScoresGradient(Tensor weights, Tensor queryWeight, Tensor score, Tensor[] activations, Tensor keysGradient, Tensor projectedGradient)
        : base(weights)
    {
        (_positions, _size, _querySize) = (checked((int)keysGradient.size(1)), checked((int)keysGradient.size(2)), checked((int)queryWeight.size(1)));
        var columns = checked(_positions * _size);
        _scoreGradients = keysGradient.new_zeros(keysGradient.size(0), _size);
        _score = Bind(score.detach().contiguous(), _size);
        _keysGradient = Bind(keysGradient.view(keysGradient.size(0), columns), columns);
        _ofScoreGradients = Bind(_scoreGradients, _size);
        _projectedGradient = Bind(projectedGradient, _size);
        _activations = Array.ConvertAll(activations, tensor => Bind(tensor.flatten(1), columns));
        _weight = Pack(queryWeight, transposed: true);
    }

    /// <summary>The gradient of v of the steps so far, summed over the batch: [size].</summary>
    public Tensor ScoreGradient => _scoreGradients.sum([0]);

    /// <summary>The backward pass of a step.</summary>
    /// <param name="step">The time step.</param>
    /// <param name="scores">∂e [batch, positions]</param>
    /// <param name="queryGradient">[batch, query], to which the gradient of the query is added.</param>
    public void At(int step, Tensor scores, Tensor queryGradient)
    {
        (_step, _scoresGradient, _queryGradient) = (step, Bind(scores, _positions), Bind(queryGradient, _querySize));
        Run(AdditiveScores.MultiplicationsOfRow(_positions, _size, _querySize));
    }

    /// <inheritdoc/>
    protected override void Run<TLane, T>(RowRange rows)
    {
        for (var row = rows.First; row < rows.End; row++)
        {
            Pass<TLane, T>(
                in _scoresGradient.Row<T>(0, row), in _activations[_step].Row<T>(0, row), in _score.Row<T>(0, row), ref _keysGradient.Row<T>(0, row),
                ref _projectedGradient.Row<T>(_step, row), ref _ofScoreGradients.Row<T>(0, row), _positions, _size);
        }

        // ∂q += ∂(W q) W
        Product.Multiply(_projectedGradient.At<T>(_step, rows), _weight.Of<T>(), _queryGradient.At<T>(0, rows), accumulates: true);
    }

    // ∂k += ∂e (1 - s²), ∂v += ∂e s, ∂(W q) = v ⊙ Σ ∂e (1 - s²)
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Pass<TLane, T>(
        ref readonly T scores, ref readonly T activations, ref readonly T score, ref T keys, ref T query, ref T ofScore, int positions, int size)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged
    {
        for (nuint j = 0; j < (nuint)size; j += (nuint)TLane.Count)
        {
            var count = Math.Min(TLane.Count, size - (int)j);
            var sum = TLane.Constant(0);
            var product = Load<TLane, T>(in ofScore, j, count);
            for (var p = 0; p < positions; p++)
            {
                var e = TLane.Create(Unsafe.Add(ref Unsafe.AsRef(in scores), p));
                var s = Load<TLane, T>(in Unsafe.Add(ref Unsafe.AsRef(in activations), p * size), j, count);
                var es = e * s;
                var gradient = TLane.MultiplyAdd(-es, s, e);
                ref var k = ref Unsafe.Add(ref keys, p * size);
                Store(Load<TLane, T>(in k, j, count) + gradient, ref k, j, count);
                sum += gradient;
                product += es;
            }

            Store(sum * Load<TLane, T>(in score, j, count), ref query, j, count);
            Store(product, ref ofScore, j, count);
        }

        static void Store(TLane value, ref T row, nuint column, int count)
        {
            if (count == TLane.Count)
                TLane.Store(value, ref row, column);
            else
                TLane.StoreTail(value, ref row, column, count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLane Load<TLane, T>(ref readonly T row, nuint column, int count)
        where TLane : struct, ILane<TLane, T>
        where T : unmanaged =>
        count == TLane.Count ? TLane.Load(in row, column) : TLane.LoadTail(in row, column, count);
}
