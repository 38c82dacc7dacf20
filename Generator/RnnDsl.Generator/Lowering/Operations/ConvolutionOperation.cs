using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A convolution over one dimension, the time, or over two, those of an image; the window is square.</summary>
internal sealed record ConvolutionOperation(Polynomial InputSize, Polynomial OutputSize, Window Window, int Dimensions) : Operation
{
    public override bool HasWeight => true;

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body)
    {
        if (Dimensions == 2)
        {
            body.Compute(this, $"convolution, {body.LayerNote}.");
            return;
        }

        if (body.IsStep)
        {
            body.Compute(this, "pointwise convolution.");
            return;
        }

        if (!Window.IsPointwise)
        {
            body.ZeroPadding("convolution");
        }

        body.Compute(this, $"convolution over time, {body.LayerNote}.");
        body.LengthsAfter(Window);
    }
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(ConvolutionOperation operation);
}
