namespace RnnDsl;

/// <summary>Embedding: the input is token ids, int64 [batch, time]; the output [batch, time, features].</summary>
public sealed class EmbeddingAttribute : LayerAttribute
{
    /// <summary>An embedding table [<paramref name="vocabulary"/>, <paramref name="features"/>].</summary>
    /// <param name="vocabulary">The vocabulary size.</param>
    /// <param name="features">The embedding size.</param>
    public EmbeddingAttribute(int vocabulary, int features) => (Vocabulary, Features) = (vocabulary, features);

    /// <inheritdoc cref="EmbeddingAttribute(int, int)"/>
    public EmbeddingAttribute(string vocabulary, int features) => (Vocabulary, Features) = (vocabulary, features);

    /// <inheritdoc cref="EmbeddingAttribute(int, int)"/>
    public EmbeddingAttribute(int vocabulary, string features) => (Vocabulary, Features) = (vocabulary, features);

    /// <inheritdoc cref="EmbeddingAttribute(int, int)"/>
    public EmbeddingAttribute(string vocabulary, string features) => (Vocabulary, Features) = (vocabulary, features);

    /// <summary>The vocabulary size: an integer, or the text of a constructor parameter.</summary>
    public object Vocabulary { get; }

    /// <summary>The embedding size: an integer, or the text of a constructor parameter.</summary>
    public object Features { get; }

    /// <summary>The padding token: its row is zero and gets no gradient. -1, the default: none.</summary>
    public int PaddingIndex { get; set; } = -1;

    /// <summary>
    /// Word dropout: the probability, in [0, 1), with which the row of a word is zero in training, wherever the word
    /// occurs in one call of <c>forward</c> or <c>Step</c>; the others are scaled up (Gal and Ghahramani 2016; Merity et al. 2018).
    /// </summary>
    public double Dropout { get; set; }

    /// <summary>Whether the constructor takes the initial table, [vocabulary, features], in a parameter named after the layer: <c>embedVectors</c>.</summary>
    public bool Pretrained { get; set; }

    /// <summary>Whether the table is frozen.</summary>
    public bool Frozen { get; set; }
}

/// <summary>Input of feature vectors: [batch, time, features].</summary>
public sealed class FeaturesAttribute : LayerAttribute
{
    /// <summary>Vectors of <paramref name="size"/> features at each step.</summary>
    /// <param name="size">The number of features of a step.</param>
    public FeaturesAttribute(int size) => Size = size;

    /// <inheritdoc cref="FeaturesAttribute(int)"/>
    public FeaturesAttribute(string size) => Size = size;

    /// <summary>The number of features of a step: an integer, or the text of a constructor parameter.</summary>
    public object Size { get; }
}

/// <summary>
/// Input of images, all of one size: [batch, channels, height, width]. <see cref="FlattenToSequenceAttribute"/> makes sequences of them.
/// </summary>
public sealed class ImageAttribute : LayerAttribute
{
    /// <summary>Images of the given size.</summary>
    /// <param name="channels">The number of channels: 1 for grey, 3 for colours.</param>
    /// <param name="height">The height in pixels.</param>
    /// <param name="width">The width in pixels.</param>
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

    /// <summary>The number of channels: an integer, or the text of a constructor parameter.</summary>
    public object Channels { get; }

    /// <summary>The height in pixels: an integer, or the text of a constructor parameter.</summary>
    public object Height { get; }

    /// <summary>The width in pixels: an integer, or the text of a constructor parameter.</summary>
    public object Width { get; }
}
