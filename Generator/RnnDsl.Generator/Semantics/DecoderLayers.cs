using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Attention to a source.</summary>
/// <param name="QuerySize">The length of what asks.</param>
/// <param name="Size">The length of v, or of all heads together; null where the score has none.</param>
internal sealed record AttentionLayer(string Key, Shape Input, Shape Output, AttentionScoreKind Score, Polynomial QuerySize, Polynomial? Size)
    : Layer(Key, Input, Output, 0)
{
    /// <summary>The features of what is attended to: a parameter of the decoder's constructor, which the encoder's output gives.</summary>
    public static readonly Polynomial MemorySize = Polynomial.Symbol(DecoderSizes.Memory);

    /// <summary>Whether the state of the step before asks, rather than that of this step.</summary>
    public bool BeforeCell { get; init; }

    public long Heads { get; init; }

    public bool InputFeeding { get; init; }

    public bool Coverage { get; init; }

    /// <summary>Of a score that sees the weights of the step before, else 0.</summary>
    public long Filters { get; init; }

    public long Width { get; init; }

    /// <summary>How many numbers a context has.</summary>
    public Polynomial ContextSize => ContextSizeOf(Score, Size);

    /// <summary>Whether a step's weights depend on those of the steps before it.</summary>
    public bool UsesPreviousWeights => Coverage || Filters > 0;

    public static Polynomial ContextSizeOf(AttentionScoreKind score, Polynomial? size) => score == AttentionScoreKind.MultiHead && size is { } width ? width : MemorySize;

    /// <summary>How many numbers it learns.</summary>
    public Polynomial Count() => (Score, Size) switch
    {
        (AttentionScoreKind.General, _) => QuerySize * MemorySize,
        (AttentionScoreKind.MultiHead, { } size) => size * (QuerySize + (2 * MemorySize) + size + 4),
        (_, { } size) => (size * (QuerySize + MemorySize + 2)) + (Coverage ? size : 0) + (Filters * (Width + size)),
        _ => 0,
    };
}

/// <summary>The source in one vector, at every step.</summary>
internal sealed record ContextLayer(string Key, Shape Input, Shape Output)
    : Layer(Key, Input, Output, 0)
{
    /// <summary>The length of that vector: a parameter of the decoder's constructor.</summary>
    public static readonly Polynomial SummarySize = Polynomial.Symbol(DecoderSizes.Summary);
}

/// <summary>What a decoder says at a step.</summary>
/// <param name="InputSize">The length of state, context and token together.</param>
/// <param name="Size">The length of the output.</param>
internal sealed record ReadoutLayer(string Key, Shape Input, Shape Output, Polynomial InputSize, Polynomial Size, ReadoutFunction Function)
    : Layer(Key, Input, Output, (Function == ReadoutFunction.Maxout ? 2 : 1) * Size * (InputSize + 1))
{
    /// <summary>Whether a context lies beside what flows in, rather than in it.</summary>
    public bool AddsContext { get; init; }

    /// <summary>Whether there is a context in what flows in.</summary>
    public bool HasContext { get; init; }

    /// <summary>Whether it reads the token.</summary>
    public bool AddsToken { get; init; }
}

/// <summary>Words of the source that can be said.</summary>
/// <param name="Vocabulary">How many words there are without the extra ones.</param>
/// <param name="KnownSize">The length of what its gate reads: state, context and token.</param>
internal sealed record CopyLayer(string Key, Shape Input, Shape Output, Polynomial Vocabulary, Polynomial KnownSize, long Extra, long Unknown)
    : Layer(Key, Input, Output, KnownSize + 1);

/// <summary>The functions that a readout may have.</summary>
internal enum ReadoutFunction
{
    None,
    Tanh,
    Maxout,
}

/// <summary>The scores of the runtime's enumeration, in its order.</summary>
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
