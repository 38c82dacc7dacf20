using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Multi-head attention: several scaled dot products in parallel, each of projected queries and positions (Vaswani et al. 2017). One projection reads the
/// context vectors of all heads. In the state_dict the projections are <c>query</c>, <c>key</c>, <c>value</c> and <c>output</c>, with biases. The
/// attention weights are the mean over the heads.
/// </summary>
public sealed class MultiHeadAttention : SourceAttention
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly long _heads;

    /// <summary>Initialises the weights as PyTorch does for linear layers.</summary>
    /// <param name="querySize">The length of a query.</param>
    /// <param name="memorySize">The features of a position.</param>
    /// <param name="size">The size of all heads together, and of the context vector.</param>
    /// <param name="heads">The number of heads, a divisor of the size.</param>
    /// <param name="device">Device of the weights; <c>null</c>: the default device.</param>
    /// <param name="dtype">Dtype of the weights; <c>null</c>: the default dtype.</param>
    /// <exception cref="ArgumentOutOfRangeException">The heads do not divide the size.</exception>
    public MultiHeadAttention(long querySize, long memorySize, long size, long heads, Device? device = null, ScalarType? dtype = null)
        : base(nameof(MultiHeadAttention))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        if (size % heads != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"The size {size} is not divisible by {heads} heads; take a multiple of {heads}.");
        }

        _heads = heads;
        _query = nn.Linear(querySize, size, device: device, dtype: dtype);
        _key = nn.Linear(memorySize, size, device: device, dtype: dtype);
        _value = nn.Linear(memorySize, size, device: device, dtype: dtype);
        _output = nn.Linear(size, size, device: device, dtype: dtype);
        register_module("query", _query);
        register_module("key", _key);
        register_module("value", _value);
        register_module("output", _output);
    }

    /// <summary>The number of heads.</summary>
    internal long HeadCount => _heads;

    /// <summary>Keys and values of all heads: [sources, 2 × heads, positions, size / heads].</summary>
    private protected override Tensor Keys(Tensor values) => cat([Heads(LinearProjection.Of(values, _key)), Heads(LinearProjection.Of(values, _value))], 1);

    private protected override (Tensor Context, Tensor Weights) Attend(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? previousWeights)
    {
        var projected = Heads(_query.call(queries));
        var (keys, values) = (memory.Keys!.narrow(1, 0, _heads), memory.Keys.narrow(1, _heads, _heads));
        using Scalar scale = Math.Sqrt(projected.size(3));
        var weights = Normalize(projected.matmul(keys.transpose(2, 3)).div(scale), memory);
        return (_output.call(weights.matmul(values).transpose(1, 2).flatten(2)), weights.mean([1]));
    }

    /// <summary>[sources, n, size] to [sources, heads, n, size / heads]</summary>
    private Tensor Heads(Tensor tensor) => tensor.unflatten(2, [_heads, -1]).transpose(1, 2);
}
