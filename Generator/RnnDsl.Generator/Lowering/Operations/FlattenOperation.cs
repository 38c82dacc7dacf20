using RnnDsl.Generator.Layers;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>An image as a sequence.</summary>
internal sealed record FlattenOperation(ImageAxis Axis) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(FlattenOperation operation);
}
