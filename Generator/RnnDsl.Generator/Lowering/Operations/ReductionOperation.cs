namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Reduction of each feature of a sequence to one number, over the valid steps.</summary>
internal sealed record ReductionOperation(PoolingKind Kind) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body)
    {
        body.Compute(this, $"{(Kind == PoolingKind.Max ? "maximum of each feature" : "mean")} over the {body.TimeSteps()}.", body.WithLengths());
        body.EndLengths();
    }
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(ReductionOperation operation);
}
