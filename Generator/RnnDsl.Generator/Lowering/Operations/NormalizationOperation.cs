using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Layer normalisation over the features.</summary>
internal sealed record NormalizationOperation(Polynomial Features) : Operation
{
    public override bool HasWeight => true;

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Compute(this, "layer normalisation over the features.");
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(NormalizationOperation operation);
}
