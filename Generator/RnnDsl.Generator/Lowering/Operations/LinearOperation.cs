using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>A linear projection of the features, with bias.</summary>
internal sealed record LinearOperation(Polynomial InputSize, Polynomial OutputSize) : Operation
{
    /// <summary>The table that is the weight; null if the operation has its own weight.</summary>
    public TiedTable? TiedTo { get; init; }

    public override bool HasWeight => true;

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Compute(
        this, $"linear projection{(TiedTo is { } table ? $" with the weight of {table.Key}" : "")}{(body.Input is SequenceShape && !body.IsStep ? " at every time step" : "")}.");
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(LinearOperation operation);
}

/// <summary>The table of an embedding, as another operation reads it.</summary>
/// <param name="Key">The name of the embedding.</param>
/// <param name="Property">Its property.</param>
/// <param name="PaddingIndex">The padding token; null for none.</param>
internal sealed record TiedTable(string Key, string Property, long? PaddingIndex);
