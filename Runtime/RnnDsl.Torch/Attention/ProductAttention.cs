using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// The score of a position m against a query q is their product (Luong et al. 2015): q · m, q · m / √size (Vaswani et al. 2017), or q · W m, whose W is
/// <c>memory.weight</c> in the state_dict.
/// </summary>
public sealed class ProductAttention : SourceAttention
{
    private readonly Linear? _memory;
    private readonly double _scale;

    /// <summary>A product of queries with positions, or with what a matrix makes of them.</summary>
    /// <param name="querySize">The length of a query.</param>
    /// <param name="memorySize">The features of a position.</param>
    /// <param name="general">Whether there is a matrix between them; without one both are of one length.</param>
    /// <param name="scaled">Whether the product is divided by √size.</param>
    /// <param name="device">Where the weights lie; the default device if it is null.</param>
    /// <param name="dtype">The weights' precision; the default type if it is null.</param>
    /// <exception cref="ArgumentException">The lengths differ, and there is no matrix.</exception>
    public ProductAttention(long querySize, long memorySize, bool general = false, bool scaled = false, Device? device = null, ScalarType? dtype = null)
        : base(nameof(ProductAttention))
    {
        if (!general && querySize != memorySize)
        {
            throw new ArgumentException(
                $"A product of a query of {querySize} numbers with positions of {memorySize} has no value: both must be of one length. Take AttentionScore.General, or sizes that agree.", nameof(memorySize));
        }

        _scale = scaled ? 1 / Math.Sqrt(querySize) : 1;
        if (general)
        {
            _memory = nn.Linear(memorySize, querySize, hasBias: false, device: device, dtype: dtype);
            register_module("memory", _memory);
        }
    }

    private protected override Tensor Keys(Tensor values) => _memory is null ? values.alias() : _memory.call(values);

    private protected override (Tensor Keys, Tensor? QueryWeight, Tensor? Score) OfLoop(Tensor keys) => (Scaled(keys), null, null);

    private protected override (Tensor Context, Tensor Weights) Attend(Tensor queries, EncoderMemory memory, Tensor? coverage, Tensor? previousWeights)
    {
        var scores = queries.matmul(memory.Keys!.transpose(1, 2));
        var weights = Normalize(Scaled(scores), memory);
        return (weights.matmul(memory.Values!), weights);
    }

    private Tensor Scaled(Tensor tensor)
    {
        if (_scale == 1)
            return tensor;
        using Scalar scale = _scale;
        return tensor.mul(scale);
    }
}
