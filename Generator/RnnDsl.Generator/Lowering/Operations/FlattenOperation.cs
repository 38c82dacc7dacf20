namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>An image as a sequence.</summary>
internal sealed record FlattenOperation(ImageAxis Axis) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Compute(this, Axis switch
    {
        ImageAxis.Columns => "one time step per column.",
        ImageAxis.Positions => "one time step per pixel.",
        _ => "one time step per row.",
    });
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
