using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Dropout, with one mask per sequence if it is locked.</summary>
internal sealed record DropoutOperation(double Probability, bool IsLocked) : Operation
{
    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) =>
        body.Compute(this, $"{(IsLocked ? "locked dropout" : "dropout")} {Messages.Number(Probability)}{(IsLocked && !body.IsStep ? ", one mask per sequence" : "")}.");
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(DropoutOperation operation);
}
