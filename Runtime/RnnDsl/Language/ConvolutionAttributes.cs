namespace RnnDsl;

/// <summary>
/// A convolution over time: [batch, time, features] to [batch, time, channels], with a window of <see cref="Kernel"/> steps (Waibel et al.
/// 1989). Steps behind a sequence's length count as zeros. With a stride, or without padding, fewer steps come out than go in.
/// </summary>
public sealed class Conv1dAttribute : LayerAttribute
{
    /// <summary>An output of <paramref name="channels"/> numbers for each step.</summary>
    /// <param name="channels">How many numbers a step has afterwards.</param>
    public Conv1dAttribute(int channels) => Channels = channels;

    /// <inheritdoc cref="Conv1dAttribute(int)"/>
    public Conv1dAttribute(string channels) => Channels = channels;

    /// <summary>How many numbers a step has afterwards: a number, or the text of a constructor parameter.</summary>
    public object Channels { get; }

    /// <summary>How many steps the window holds; 3 by default.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>By how many steps the window moves on; 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>How far apart the steps of the window lie; 1, the default, is side by side.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>Where the window may reach beyond the ends of a sequence.</summary>
    public ConvolutionPadding Padding { get; set; }
}

/// <summary>A convolution over images: [batch, channels, height, width] to [batch, channels, height, width] (LeCun et al. 1989).</summary>
public sealed class Conv2dAttribute : LayerAttribute
{
    /// <summary>An output of <paramref name="channels"/> numbers for each pixel.</summary>
    /// <param name="channels">How many numbers a pixel has afterwards.</param>
    public Conv2dAttribute(int channels) => Channels = channels;

    /// <inheritdoc cref="Conv2dAttribute(int)"/>
    public Conv2dAttribute(string channels) => Channels = channels;

    /// <summary>How many numbers a pixel has afterwards: a number, or the text of a constructor parameter.</summary>
    public object Channels { get; }

    /// <summary>The height and width of the window; 3 by default.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>By how many pixels the window moves on; 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>Whether the window may reach beyond the edges: <see cref="ConvolutionPadding.Same"/> or <see cref="ConvolutionPadding.Valid"/>.</summary>
    public ConvolutionPadding Padding { get; set; }
}

/// <summary>Where a convolution's window may reach beyond the ends; what lies there counts as zeros.</summary>
public enum ConvolutionPadding
{
    /// <summary>Equally far at both ends: with a stride of 1 as much comes out as goes in.</summary>
    Same,

    /// <summary>Nowhere: what comes out is as much less as the window is wide.</summary>
    Valid,

    /// <summary>Before the start only, so that no step knows of a later one (van den Oord et al. 2016). Over time only.</summary>
    Causal,
}

/// <summary>The largest number in each window of an image: [batch, channels, height, width] to a smaller height and width.</summary>
public sealed class MaxPool2dAttribute : LayerAttribute
{
    /// <summary>Windows of <paramref name="size"/> × <paramref name="size"/>.</summary>
    /// <param name="size">The height and width of the window.</param>
    public MaxPool2dAttribute(int size) => (Size, Stride) = (size, size);

    /// <summary>The height and width of the window.</summary>
    public int Size { get; }

    /// <summary>By how many pixels the window moves on; by its own size by default, so that windows lie side by side.</summary>
    public int Stride { get; set; }
}

/// <summary>Makes a sequence of an image, [batch, channels, height, width].</summary>
public sealed class FlattenToSequenceAttribute : LayerAttribute
{
    /// <summary>A sequence along the given axis.</summary>
    /// <param name="axis">What a step is.</param>
    public FlattenToSequenceAttribute(ImageAxis axis = ImageAxis.Rows) => Axis = axis;

    /// <summary>What a step is.</summary>
    public ImageAxis Axis { get; }
}

/// <summary>What becomes a step of the sequence that <see cref="FlattenToSequenceAttribute"/> makes of an image.</summary>
public enum ImageAxis
{
    /// <summary>A row of pixels, from the top: [batch, height, channels × width].</summary>
    Rows,

    /// <summary>A column of pixels, from the left: [batch, width, channels × height]. What reading a line of writing needs.</summary>
    Columns,

    /// <summary>A pixel, row by row: [batch, height × width, channels].</summary>
    Positions,
}
