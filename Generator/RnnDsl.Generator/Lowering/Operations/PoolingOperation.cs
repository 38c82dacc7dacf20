using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Pooling of each feature over windows of one dimension, the time, or over two, those of an image; the window is square.</summary>
internal sealed record PoolingOperation(PoolingKind Kind, Window Window, int Dimensions) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body)
    {
        var kind = Kind == PoolingKind.Mean ? "average" : "max";
        var kernel = Messages.Number(Window.Kernel);
        if (Dimensions == 2)
        {
            body.Compute(this, $"{kind} pooling over windows of {kernel} × {kernel}.");
        }
        else
        {
            body.Compute(this, $"{kind} pooling over windows of {Messages.Count(Window.Kernel, "time step")}.");
            body.LengthsAfter(Window);
        }
    }
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(PoolingOperation operation);
}

/// <summary>How several values become one.</summary>
internal enum PoolingKind
{
    Mean,
    Max,
}
