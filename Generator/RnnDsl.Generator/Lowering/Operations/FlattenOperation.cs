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

/// <summary>The runtime's enumeration ImageAxis, in its order.</summary>
internal enum ImageAxis
{
    Rows,
    Columns,
    Positions,
}
