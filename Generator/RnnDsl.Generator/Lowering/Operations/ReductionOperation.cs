namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Reduction of each feature of a sequence to one number, over the valid steps.</summary>
internal sealed record ReductionOperation(PoolingKind Kind) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(ReductionOperation operation);
}
