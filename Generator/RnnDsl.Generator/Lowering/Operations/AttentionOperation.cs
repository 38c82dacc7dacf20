using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Operations;

/// <summary>Attention over the memory of the sources: attention weights, and a context vector that is concatenated with the input. Each kind has another query.</summary>
/// <param name="Score">The kind of the scores.</param>
/// <param name="QuerySize">The size of the query.</param>
/// <param name="MemorySize">The number of features of the memory.</param>
/// <param name="Size">The size of v, or of all heads together; null if the score has none.</param>
/// <param name="ContextSize">The number of features of a context vector.</param>
internal abstract record AttentionOperation(AttentionScoreKind Score, Polynomial QuerySize, Polynomial MemorySize, Polynomial? Size, Polynomial ContextSize) : Operation
{
    /// <summary>The scores as a paper prints them.</summary>
    public string Formula { get; init; } = "";

    public long Heads { get; init; }

    public bool Coverage { get; init; }

    /// <summary>For a score with the previous attention weights, else 0.</summary>
    public long Filters { get; init; }

    public long Width { get; init; }

    /// <summary>Whether the attention weights of a step depend on the previous ones.</summary>
    public bool UsesPreviousWeights => Coverage || Filters > 0;

    /// <summary>What it computes.</summary>
    public string Note => $"attention weights, softmax of {Formula}, and the context vector; query q: {Query}.";

    public sealed override IEnumerable<DecoderState> DecoderStates =>
    [
        .. Coverage ? [new(DecoderStateKind.Coverage, null)] : Array.Empty<DecoderState>(),
        .. Filters > 0 ? [new(DecoderStateKind.PreviousWeights, null)] : Array.Empty<DecoderState>(),
    ];

    /// <summary>The query, in words.</summary>
    protected abstract string Query { get; }
}

/// <summary>An attention below recurrent layers, whose query is its input.</summary>
internal sealed record CurrentStateAttentionOperation(AttentionScoreKind Score, Polynomial QuerySize, Polynomial MemorySize, Polynomial? Size, Polynomial ContextSize)
    : AttentionOperation(Score, QuerySize, MemorySize, Size, ContextSize)
{
    protected override string Query => "the current hidden state";

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.Attend(this);
}

/// <summary>An attention above a recurrent layer, which reads its context vector. The query is the hidden state of that layer at the previous step.</summary>
/// <param name="Of">The key of the recurrent layer.</param>
internal sealed record PreviousStateAttentionOperation(string Of, AttentionScoreKind Score, Polynomial QuerySize, Polynomial MemorySize, Polynomial? Size, Polynomial ContextSize)
    : AttentionOperation(Score, QuerySize, MemorySize, Size, ContextSize)
{
    /// <summary>Whether it can run inside the loop of a cell, with the cell's derivative: one head, whose attention weights depend on the query alone.</summary>
    public bool FitsIntoLoop => !UsesPreviousWeights && Score != AttentionScoreKind.MultiHead;

    public override PreviousStep Previous => new(Of, "the attention query is the previous hidden state");

    protected override string Query => "the previous hidden state";

    public override T Accept<T>(IOperationVisitor<T> visitor) => visitor.Visit(this);

    public override void AddTo(IMethodBody body) => body.AttendFromState(this);
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
    T Visit(CurrentStateAttentionOperation operation);

    T Visit(PreviousStateAttentionOperation operation);
}
