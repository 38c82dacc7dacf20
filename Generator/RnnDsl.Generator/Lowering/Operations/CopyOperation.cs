using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Log-probabilities of a mixture of generation from the vocabulary and copying from the source.</summary>
/// <param name="GateInputSize">The size of state, context vector and token together.</param>
/// <param name="Extra">The number of tokens beyond the vocabulary.</param>
internal sealed record CopyOperation(Polynomial GateInputSize, long Extra) : Operation
{
    public override SideInputs SideInputs => SideInputs.LastOutput | SideInputs.Context | SideInputs.Token;

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Compute(
        this,
        "log-probabilities, a mixture of generation from the vocabulary and copying from the source.",
        body.Current, body.LastOutput, body.Context, body.Token, body.AttentionWeights);
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(CopyOperation operation);
}
