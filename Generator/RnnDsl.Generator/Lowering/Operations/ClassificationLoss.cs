namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Cross entropy between scores and classes.</summary>
internal sealed record ClassificationLoss(double LabelSmoothing) : Loss
{
    public override T Accept<T>(ILossVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface ILossVisitor<out T>
{
    T Visit(ClassificationLoss loss);
}
