namespace RnnDsl;

/// <summary>Input of token ids, int64 [batch, time], looked up in a table: [batch, time, features].</summary>
public sealed class EmbeddingAttribute : LayerAttribute
{
    /// <summary>A table of <paramref name="vocabulary"/> rows of <paramref name="features"/>.</summary>
    /// <param name="vocabulary">How many different tokens there are.</param>
    /// <param name="features">The length of the vector that stands for a token.</param>
    public EmbeddingAttribute(int vocabulary, int features) => (Vocabulary, Features) = (vocabulary, features);

    /// <inheritdoc cref="EmbeddingAttribute(int, int)"/>
    public EmbeddingAttribute(string vocabulary, int features) => (Vocabulary, Features) = (vocabulary, features);

    /// <inheritdoc cref="EmbeddingAttribute(int, int)"/>
    public EmbeddingAttribute(int vocabulary, string features) => (Vocabulary, Features) = (vocabulary, features);

    /// <inheritdoc cref="EmbeddingAttribute(int, int)"/>
    public EmbeddingAttribute(string vocabulary, string features) => (Vocabulary, Features) = (vocabulary, features);

    /// <summary>How many different tokens there are: a number, or the text of a constructor parameter.</summary>
    public object Vocabulary { get; }

    /// <summary>The length of a token's vector: a number, or the text of a constructor parameter.</summary>
    public object Features { get; }
}

/// <summary>Input of real vectors: [batch, time, features].</summary>
public sealed class FeaturesAttribute : LayerAttribute
{
    /// <summary>Vectors of <paramref name="size"/> numbers at each step.</summary>
    /// <param name="size">How many numbers a step has.</param>
    public FeaturesAttribute(int size) => Size = size;

    /// <inheritdoc cref="FeaturesAttribute(int)"/>
    public FeaturesAttribute(string size) => Size = size;

    /// <summary>How many numbers a step has: a number, or the text of a constructor parameter.</summary>
    public object Size { get; }
}
