namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Dropout, with one mask per sequence if it is locked.</summary>
internal sealed record DropoutOperation(double Probability, bool IsLocked) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(DropoutOperation operation);
}
