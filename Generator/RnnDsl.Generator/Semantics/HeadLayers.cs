using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

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
