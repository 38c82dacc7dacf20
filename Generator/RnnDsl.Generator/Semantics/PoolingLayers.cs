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
