using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Attention over the memory of the sources: attention weights, and a context vector that is concatenated with the input.</summary>
/// <param name="Score">The kind of the scores.</param>
/// <param name="QuerySize">The size of the query.</param>
/// <param name="MemorySize">The number of features of the memory.</param>
/// <param name="Size">The size of v, or of all heads together; null if the score has none.</param>
/// <param name="ContextSize">The number of features of a context vector.</param>
internal sealed record AttentionOperation(AttentionScoreKind Score, Polynomial QuerySize, Polynomial MemorySize, Polynomial? Size, Polynomial ContextSize) : Operation
{
    /// <summary>The scores as a paper prints them.</summary>
    public string Formula { get; init; } = "";

    /// <summary>Whether the query is the previous state, not the current one.</summary>
    public bool BeforeCell { get; init; }

    public long Heads { get; init; }

    public bool Coverage { get; init; }

    /// <summary>For a score with the previous attention weights, else 0.</summary>
    public long Filters { get; init; }

    public long Width { get; init; }

    /// <summary>Whether the attention weights of a step depend on the previous ones.</summary>
    public bool UsesPreviousWeights { get; init; }

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Attend(this);
}

/// <summary>The runtime's enumeration AttentionScore, in its order.</summary>
internal enum AttentionScoreKind
{
    Additive,
    Dot,
    ScaledDot,
    General,
    Concat,
    LocationAware,
    MultiHead,
}

internal partial interface IOperationVisitor<out T>
{
    T Visit(AttentionOperation operation);
}
