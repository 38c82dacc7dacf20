namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>The final state of a recurrent layer.</summary>
/// <param name="Of">The key of the layer.</param>
internal sealed record FinalStateOperation(string Of) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(FinalStateOperation operation);
}
