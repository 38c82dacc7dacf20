namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>The final state of a recurrent layer.</summary>
/// <param name="Of">The key of the layer.</param>
/// <param name="IsBidirectional">Whether it has two directions.</param>
/// <param name="Merge">How their states become one.</param>
internal sealed record FinalStateOperation(string Of, bool IsBidirectional, MergeKind Merge) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body)
    {
        if (body.IsStep)
        {
            body.Comment("the state after this step.");
        }
        else
        {
            body.Compute(this, IsBidirectional ? "the final hidden states of both directions." : "the final hidden state.", body.FinalHiddenState(Of));
        }
    }
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(FinalStateOperation operation);
}
