namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A distance between output and target.</summary>
internal sealed record DistanceLoss(RegressionLoss Distance) : Loss
{
    public override T Accept<T>(ILossVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface ILossVisitor<out T>
{
    T Visit(DistanceLoss loss);
}

/// <summary>The runtime's enumeration RegressionLoss, in its order.</summary>
internal enum RegressionLoss
{
    Squared,
    Absolute,
    Huber,
}
