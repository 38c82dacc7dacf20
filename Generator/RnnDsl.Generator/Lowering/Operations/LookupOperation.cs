using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A row of a table for each token.</summary>
internal sealed record LookupOperation(Polynomial Vocabulary, Polynomial Features) : Operation
{
    /// <summary>The padding token, whose row stays zero; null for none.</summary>
    public long? PaddingIndex { get; init; }

    /// <summary>The probability with which a token is dropped.</summary>
    public double Dropout { get; init; }

    public override bool HasWeight => true;

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Compute(this, Dropout > 0 ? $"table lookup, word dropout {Messages.Number(Dropout)}." : "table lookup.");
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(LookupOperation operation);
}
