namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Connectionist temporal classification.</summary>
internal sealed record CtcLoss(long Blank, bool ZeroInfinity) : Loss
{
    public override T Accept<T>(ILossVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface ILossVisitor<out T>
{
    T Visit(CtcLoss loss);
}
