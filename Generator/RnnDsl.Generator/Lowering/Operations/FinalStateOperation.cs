using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>The final state of a recurrent layer.</summary>
internal sealed record FinalStateOperation(RecurrentLayer Of) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(FinalStateOperation operation);
}
