using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>What the scores are for; it changes nothing.</summary>
internal abstract record HeadLayer(string Key, Shape Input)
    : Layer(Key, Input, Input, 0);

internal sealed record ClassifyLayer(string Key, Shape Input, double LabelSmoothing)
    : HeadLayer(Key, Input);

internal sealed record RegressLayer(string Key, Shape Input, RegressionLoss Loss)
    : HeadLayer(Key, Input);

internal sealed record CtcLayer(string Key, Shape Input, long Blank, bool ZeroInfinity)
    : HeadLayer(Key, Input);

/// <summary>The losses of the runtime's enumeration, in its order.</summary>
internal enum RegressionLoss
{
    Squared,
    Absolute,
    Huber,
}
