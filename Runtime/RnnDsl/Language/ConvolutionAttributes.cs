namespace RnnDsl;

/// <summary>
/// Convolution over time: [batch, time, features] to [batch, time, channels], with a window of <see cref="Kernel"/> steps (Waibel et al.
/// 1989). Padding steps count as zeros. A stride above 1, or no padding at the ends, gives fewer output steps than input steps.
/// </summary>
public sealed class Conv1dAttribute : LayerAttribute
{
    /// <summary>A convolution with <paramref name="channels"/> output channels.</summary>
    /// <param name="channels">The number of output channels.</param>
    public Conv1dAttribute(int channels) => Channels = channels;

    /// <inheritdoc cref="Conv1dAttribute(int)"/>
    public Conv1dAttribute(string channels) => Channels = channels;

    /// <summary>The number of output channels: an integer, or the text of a constructor parameter.</summary>
    public object Channels { get; }

    /// <summary>The kernel size in steps; 3 by default.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The stride in steps; 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The dilation: the distance between the steps of the window; 1, the default, means adjacent steps.</summary>
    public int Dilation { get; set; } = 1;

    /// <summary>The padding at the ends of a sequence.</summary>
    public ConvolutionPadding Padding { get; set; }
}

/// <summary>Convolution over images: [batch, channels, height, width] to [batch, channels, height, width] (LeCun et al. 1989).</summary>
public sealed class Conv2dAttribute : LayerAttribute
{
    /// <summary>A convolution with <paramref name="channels"/> output channels.</summary>
    /// <param name="channels">The number of output channels.</param>
    public Conv2dAttribute(int channels) => Channels = channels;

    /// <inheritdoc cref="Conv2dAttribute(int)"/>
    public Conv2dAttribute(string channels) => Channels = channels;

    /// <summary>The number of output channels: an integer, or the text of a constructor parameter.</summary>
    public object Channels { get; }

    /// <summary>The height and width of the window; 3 by default.</summary>
    public int Kernel { get; set; } = 3;

    /// <summary>The stride in pixels; 1 by default.</summary>
    public int Stride { get; set; } = 1;

    /// <summary>The padding at the edges: <see cref="ConvolutionPadding.Same"/> or <see cref="ConvolutionPadding.Valid"/>.</summary>
    public ConvolutionPadding Padding { get; set; }
}

/// <summary>The zero padding of a convolution.</summary>
public enum ConvolutionPadding
{
    /// <summary>Equal padding at both ends: with a stride of 1 the output is as long as the input.</summary>
    Same,

    /// <summary>No padding: the output is shorter than the input by the extent of the window minus 1.</summary>
    Valid,

    /// <summary>Padding before the first step only, so that the output at a step depends on no later step (van den Oord et al. 2016). Over time only.</summary>
    Causal,
}

/// <summary>Max pooling over images: [batch, channels, height, width] to a smaller height and width.</summary>
public sealed class MaxPool2dAttribute : LayerAttribute
{
    /// <summary>Windows of <paramref name="size"/> × <paramref name="size"/>.</summary>
    /// <param name="size">The height and width of the window.</param>
    public MaxPool2dAttribute(int size) => (Size, Stride) = (size, size);

    /// <summary>The height and width of the window.</summary>
    public int Size { get; }

    /// <summary>The stride in pixels; by default the size of the window, so that windows do not overlap.</summary>
    public int Stride { get; set; }
}

/// <summary>Converts an image, [batch, channels, height, width], to a sequence.</summary>
public sealed class FlattenToSequenceAttribute : LayerAttribute
{
    /// <summary>A sequence along the given axis.</summary>
    /// <param name="axis">The part of the image that becomes one step.</param>
    public FlattenToSequenceAttribute(ImageAxis axis = ImageAxis.Rows) => Axis = axis;

    /// <summary>The part of the image that becomes one step.</summary>
    public ImageAxis Axis { get; }
}

/// <summary>The part of an image that <see cref="FlattenToSequenceAttribute"/> converts to one step of the sequence.</summary>
public enum ImageAxis
{
    /// <summary>A row of pixels, from top to bottom: [batch, height, channels × width].</summary>
    Rows,

    /// <summary>A column of pixels, from left to right: [batch, width, channels × height]. Suits the recognition of a line of handwriting.</summary>
    Columns,

    /// <summary>One pixel, row by row: [batch, height × width, channels].</summary>
    Positions,
}
