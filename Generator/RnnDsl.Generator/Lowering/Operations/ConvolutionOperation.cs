using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A convolution over one dimension, the time, or over two, those of an image; the window is square.</summary>
internal sealed record ConvolutionOperation(Polynomial InputSize, Polynomial OutputSize, Window Window, int Dimensions) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(ConvolutionOperation operation);
}
