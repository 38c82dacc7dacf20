using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

internal sealed record ImageLayer(string Key, ImageShape Size)
    : Layer(Key, Size, Size, 0);

/// <summary>A convolution over time.</summary>
internal sealed record Conv1dLayer(string Key, Shape Input, Shape Output, Polynomial InputSize, Polynomial OutputSize, Window Window)
    : Layer(Key, Input, Output, OutputSize * ((Window.Kernel * InputSize) + 1));

/// <summary>A convolution over images, with a square window.</summary>
internal sealed record Conv2dLayer(string Key, Shape Input, Shape Output, Polynomial InputSize, Polynomial OutputSize, Window Window)
    : Layer(Key, Input, Output, OutputSize * ((Window.Kernel * (Polynomial)Window.Kernel * InputSize) + 1));

internal sealed record MaxPool2dLayer(string Key, Shape Input, Shape Output, Window Window)
    : Layer(Key, Input, Output, 0);

internal sealed record FlattenToSequenceLayer(string Key, Shape Input, Shape Output, ImageAxis Axis)
    : Layer(Key, Input, Output, 0);

/// <summary>The runtime's enumeration ImageAxis, in its order.</summary>
internal enum ImageAxis
{
    Rows,
    Columns,
    Positions,
}

/// <summary>The runtime's enumeration ConvolutionPadding, in its order.</summary>
internal enum ConvolutionPadding
{
    Same,
    Valid,
    Causal,
}
