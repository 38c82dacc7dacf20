using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

internal sealed record LayerNormLayer(string Key, Shape Input, Polynomial Features)
    : Layer(Key, Input, Input, 2 * Features);

/// <summary>A layer that reduces a sequence to one vector.</summary>
internal abstract record PoolingLayer(string Key, Shape Input, Polynomial Features, Polynomial ParameterCount)
    : Layer(Key, Input, new VectorShape(Features), ParameterCount);

internal sealed record MeanPoolingLayer(string Key, Shape Input, Polynomial Features)
    : PoolingLayer(Key, Input, Features, 0);

internal sealed record MaxPoolingLayer(string Key, Shape Input, Polynomial Features)
    : PoolingLayer(Key, Input, Features, 0);

internal sealed record AttentionPoolingLayer(string Key, Shape Input, Polynomial Features, Polynomial Size)
    : PoolingLayer(Key, Input, Features, Size * (Features + 2));

/// <summary>A method of the class.</summary>
/// <param name="Features">The number of output features; null if it keeps the shape.</param>
internal sealed record ApplyLayer(string Key, Shape Input, Shape Output, string Method, bool TakesLengths, Polynomial? Features)
    : Layer(Key, Input, Output, 0)
{
    /// <summary>Whether it is static.</summary>
    public bool IsStatic { get; init; }
}

/// <summary>A user-defined module. Its parameters are not counted.</summary>
/// <param name="Features">The number of output features; null if it keeps the shape.</param>
internal sealed record ModuleLayer(string Key, Shape Input, Shape Output, UserModule Type, Polynomial InputSize, Polynomial? Features)
    : Layer(Key, Input, Output, 0);

/// <summary>The loss of the model; the layer does not change the output.</summary>
internal abstract record HeadLayer(string Key, Shape Input)
    : Layer(Key, Input, Input, 0);

internal sealed record ClassifyLayer(string Key, Shape Input, double LabelSmoothing)
    : HeadLayer(Key, Input);

internal sealed record RegressLayer(string Key, Shape Input, RegressionLoss Loss)
    : HeadLayer(Key, Input);

internal sealed record CtcLayer(string Key, Shape Input, long Blank, bool ZeroInfinity)
    : HeadLayer(Key, Input);

/// <summary>The runtime's enumeration RegressionLoss, in its order.</summary>
internal enum RegressionLoss
{
    Squared,
    Absolute,
    Huber,
}
