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

    /// <summary>The token that stands for padding: its row is zero and gets no gradient. -1, the default, is none.</summary>
    public int PaddingIndex { get; set; } = -1;

    /// <summary>
    /// The probability, in [0, 1), with which a word is dropped in training: its whole row of the table becomes zero, wherever the word
    /// occurs in one call of <c>forward</c> or <c>Step</c>, and the rest is scaled up (Gal and Ghahramani 2016; Merity et al. 2018).
    /// </summary>
    public double Dropout { get; set; }

    /// <summary>The constructor takes the table's first numbers, [vocabulary, features], in a parameter named after the layer: <c>embedVectors</c>.</summary>
    public bool Pretrained { get; set; }

    /// <summary>Whether training leaves the table as it is.</summary>
    public bool Frozen { get; set; }
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

/// <summary>
/// Input of images, all of one size: [batch, channels, height, width]. <see cref="FlattenToSequenceAttribute"/> makes sequences of them.
/// </summary>
public sealed class ImageAttribute : LayerAttribute
{
    /// <summary>Images of the given size.</summary>
    /// <param name="channels">How many numbers a pixel has: 1 for grey, 3 for colours.</param>
    /// <param name="height">How many rows of pixels there are.</param>
    /// <param name="width">How many pixels a row has.</param>
    public ImageAttribute(int channels, int height, int width) => (Channels, Height, Width) = (channels, height, width);

    /// <inheritdoc cref="ImageAttribute(int, int, int)"/>
    public ImageAttribute(int channels, int height, string width) => (Channels, Height, Width) = (channels, height, width);

    /// <inheritdoc cref="ImageAttribute(int, int, int)"/>
    public ImageAttribute(int channels, string height, int width) => (Channels, Height, Width) = (channels, height, width);

    /// <inheritdoc cref="ImageAttribute(int, int, int)"/>
    public ImageAttribute(int channels, string height, string width) => (Channels, Height, Width) = (channels, height, width);

    /// <inheritdoc cref="ImageAttribute(int, int, int)"/>
    public ImageAttribute(string channels, int height, int width) => (Channels, Height, Width) = (channels, height, width);

    /// <inheritdoc cref="ImageAttribute(int, int, int)"/>
    public ImageAttribute(string channels, int height, string width) => (Channels, Height, Width) = (channels, height, width);

    /// <inheritdoc cref="ImageAttribute(int, int, int)"/>
    public ImageAttribute(string channels, string height, int width) => (Channels, Height, Width) = (channels, height, width);

    /// <inheritdoc cref="ImageAttribute(int, int, int)"/>
    public ImageAttribute(string channels, string height, string width) => (Channels, Height, Width) = (channels, height, width);

    /// <summary>How many numbers a pixel has: a number, or the text of a constructor parameter.</summary>
    public object Channels { get; }

    /// <summary>How many rows of pixels there are: a number, or the text of a constructor parameter.</summary>
    public object Height { get; }

    /// <summary>How many pixels a row has: a number, or the text of a constructor parameter.</summary>
    public object Width { get; }
}
