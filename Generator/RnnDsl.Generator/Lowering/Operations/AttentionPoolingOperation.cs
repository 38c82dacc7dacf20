using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Attention pooling over the valid steps of a sequence.</summary>
internal sealed record AttentionPoolingOperation(Polynomial Features, Polynomial Size) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body)
    {
        body.Compute(this, $"attention pooling over the {body.TimeSteps()}.", body.WithLengths());
        body.EndLengths();
    }
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(AttentionPoolingOperation operation);
}
