using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Dot-product attention (Luong et al. 2015): the score of a position m against a query q is q · m, q · m / √size (Vaswani et al. 2017), or q · W m, whose W is
/// <c>memory.weight</c> in the state_dict.
/// </summary>
public sealed class ProductAttention : SourceAttention
{
    private readonly Linear? _memory;
    private readonly double _scale;

    /// <summary>Scores by a dot product of queries with positions, or with linear projections of them.</summary>
    /// <param name="querySize">The length of a query.</param>
    /// <param name="memorySize">The features of a position.</param>
    /// <param name="general">Whether a linear projection of the positions comes before the product; without one, queries and positions have the same size.</param>
    /// <param name="scaled">Whether the product is divided by √size.</param>
    /// <param name="device">Device of the weights; <c>null</c>: the default device.</param>
    /// <param name="dtype">Dtype of the weights; <c>null</c>: the default dtype.</param>
    /// <exception cref="ArgumentException">The sizes differ, and there is no projection.</exception>
    public ProductAttention(long querySize, long memorySize, bool general = false, bool scaled = false, Device? device = null, ScalarType? dtype = null)
        : base(nameof(ProductAttention))
    {
        if (!general && querySize != memorySize)
        {
            throw new ArgumentException(
                $"A dot product needs a query and positions of equal size; the query has {querySize} features and the positions {memorySize}. Use AttentionScore.General, or equal sizes.", nameof(memorySize));
        }

        _scale = scaled ? 1 / Math.Sqrt(querySize) : 1;
        if (general)
        {
            _memory = nn.Linear(memorySize, querySize, hasBias: false, device: device, dtype: dtype);
            register_module("memory", _memory);
        }
    }

    /// <summary>The factor of the scores.</summary>
    internal double Scale => _scale;

    private protected override Tensor Keys(Tensor values) => _memory is null ? values.alias() : LinearProjection.Of(values, _memory);

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
