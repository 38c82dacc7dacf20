using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>The summary vector of the source, concatenated with the input at every step.</summary>
/// <param name="SummarySize">The size of the summary vector.</param>
internal sealed record ContextOperation(Polynomial SummarySize) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Concatenate("input and output, concatenated.", body.Current, body.Summary());
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(ContextOperation operation);
}
