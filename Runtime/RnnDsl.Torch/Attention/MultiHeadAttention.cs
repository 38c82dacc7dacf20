using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Several scaled products side by side, each of a query and positions that are projected for it (Vaswani et al. 2017). The contexts of all heads are
/// projected together. In the state_dict the projections are <c>query</c>, <c>key</c>, <c>value</c> and <c>output</c>, with biases. The weights that it
/// gives are the mean of all heads'.
/// </summary>
public sealed class MultiHeadAttention : SourceAttention
{
    private readonly Linear _query;
    private readonly Linear _key;
    private readonly Linear _value;
    private readonly Linear _output;
    private readonly long _heads;

    /// <summary>Draws new weights as PyTorch does for linear layers.</summary>
    /// <param name="querySize">The length of a query.</param>
    /// <param name="memorySize">The features of a position.</param>
    /// <param name="size">The length of all heads together, and of the context.</param>
    /// <param name="heads">How many heads there are; they divide the size.</param>
    /// <param name="device">Where the weights lie; the default device if it is null.</param>
    /// <param name="dtype">The weights' precision; the default type if it is null.</param>
    /// <exception cref="ArgumentOutOfRangeException">The heads do not divide the size.</exception>
    public MultiHeadAttention(long querySize, long memorySize, long size, long heads, Device? device = null, ScalarType? dtype = null)
        : base(nameof(MultiHeadAttention))
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        if (size % heads != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, $"{heads} heads of one length do not make {size} numbers; take a size that {heads} divides.");
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

    /// <summary>Keys and values of all heads: [sources, 2 × heads, positions, size / heads].</summary>
    private protected override Tensor Keys(Tensor values) => cat([Heads(_key.call(values)), Heads(_value.call(values))], 1);

    private protected override (Tensor Context, Tensor Weights) Attend(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? previousWeights)
    {
        var asked = Heads(_query.call(queries));
        var (keys, values) = (memory.Keys!.narrow(1, 0, _heads), memory.Keys.narrow(1, _heads, _heads));
        using Scalar scale = Math.Sqrt(asked.size(3));
        var weights = Normalize(asked.matmul(keys.transpose(2, 3)).div(scale), memory);
        return (_output.call(weights.matmul(values).transpose(1, 2).flatten(2)), weights.mean([1]));
    }

    /// <summary>[sources, n, size] to [sources, heads, n, size / heads]</summary>
    private Tensor Heads(Tensor tensor) => tensor.unflatten(2, [_heads, -1]).transpose(1, 2);
}
