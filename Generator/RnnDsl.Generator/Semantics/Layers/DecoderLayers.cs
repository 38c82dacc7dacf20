using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>Attention over the encoder's memory.</summary>
/// <param name="QuerySize">The size of the query.</param>
/// <param name="Size">The size of v, or of all heads together; null if the score has none.</param>
internal sealed record AttentionLayer(string Key, Shape Input, Shape Output, AttentionScoreKind Score, Polynomial QuerySize, Polynomial? Size)
    : Layer(Key, Input, Output, 0)
{
    /// <summary>The number of features of the memory: a parameter of the decoder's constructor, equal to that of the encoder's output.</summary>
    public static readonly Polynomial MemorySize = Polynomial.Symbol(DecoderSizes.Memory);

    /// <summary>Whether the query is the previous state, not the current one.</summary>
    public bool BeforeCell { get; init; }

    public long Heads { get; init; }

    public bool InputFeeding { get; init; }

    public bool Coverage { get; init; }

    /// <summary>For a score with the previous attention weights, else 0.</summary>
    public long Filters { get; init; }

    public long Width { get; init; }

    /// <summary>The number of features of a context vector.</summary>
    public Polynomial ContextSize => ContextSizeOf(Score, Size);

    /// <summary>Whether the attention weights of a step depend on the previous ones.</summary>
    public bool UsesPreviousWeights => Coverage || Filters > 0;

    public static Polynomial ContextSizeOf(AttentionScoreKind score, Polynomial? size) => score == AttentionScoreKind.MultiHead && size is { } width ? width : MemorySize;

    /// <summary>The number of parameters.</summary>
    public Polynomial Count() => (Score, Size) switch
    {
        (AttentionScoreKind.General, _) => QuerySize * MemorySize,
        (AttentionScoreKind.MultiHead, { } size) => size * (QuerySize + (2 * MemorySize) + size + 4),
        (_, { } size) => (size * (QuerySize + MemorySize + 2)) + (Coverage ? size : 0) + (Filters * (Width + size)),
        _ => 0,
    };
}

/// <summary>The summary vector of the source, at every step.</summary>
internal sealed record ContextLayer(string Key, Shape Input, Shape Output)
    : Layer(Key, Input, Output, 0)
{
    /// <summary>The size of the summary vector: a parameter of the decoder's constructor.</summary>
    public static readonly Polynomial SummarySize = Polynomial.Symbol(DecoderSizes.Summary);
}

/// <summary>The readout of a decoder.</summary>
/// <param name="InputSize">The size of state, context and token together.</param>
/// <param name="Size">The size of the output.</param>
internal sealed record ReadoutLayer(string Key, Shape Input, Shape Output, Polynomial InputSize, Polynomial Size, ReadoutFunction Function)
    : Layer(Key, Input, Output, (Function == ReadoutFunction.Maxout ? 2 : 1) * Size * (InputSize + 1))
{
    /// <summary>Whether the context is a separate input.</summary>
    public bool AddsContext { get; init; }

    /// <summary>Whether the input contains a context.</summary>
    public bool HasContext { get; init; }

    /// <summary>Whether the token is an input.</summary>
    public bool AddsToken { get; init; }
}

/// <summary>Copying of source tokens.</summary>
/// <param name="Vocabulary">The size of the vocabulary without the extra tokens.</param>
/// <param name="GateInputSize">The size of the gate's input: state, context and token.</param>
internal sealed record CopyLayer(string Key, Shape Input, Shape Output, Polynomial Vocabulary, Polynomial GateInputSize, long Extra, long Unknown)
    : Layer(Key, Input, Output, GateInputSize + 1);

/// <summary>The activations of a readout.</summary>
internal enum ReadoutFunction
{
    None,
    Tanh,
    Maxout,
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
