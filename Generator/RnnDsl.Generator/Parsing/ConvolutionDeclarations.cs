namespace RnnDsl.Generator.Parsing;

internal sealed record ImageDeclaration(string? Name, SizeArgument Channels, SizeArgument Height, SizeArgument Width)
    : LayerDeclaration("Image", Name), IInputDeclaration, ISizedDeclaration
{
    public IEnumerable<SizeOfLayer> Sizes =>
        [new(Channels, "number of channels", "Channels"), new(Height, "height", "Height"), new(Width, "width", "Width")];
}

/// <summary>A convolution over time. The padding is the value of the enumeration; with a cast, any integer.</summary>
internal sealed record Conv1dDeclaration(string? Name, SizeArgument Channels, int Kernel, int Stride, int Dilation, int Padding)
    : LayerDeclaration("Conv1d", Name), ISizedDeclaration
{
    public IEnumerable<SizeOfLayer> Sizes => [new(Channels, "number of channels", "Channels")];
}

/// <summary>A convolution over images.</summary>
internal sealed record Conv2dDeclaration(string? Name, SizeArgument Channels, int Kernel, int Stride, int Padding)
    : LayerDeclaration("Conv2d", Name), ISizedDeclaration
{
    public IEnumerable<SizeOfLayer> Sizes => [new(Channels, "number of channels", "Channels")];
}

internal sealed record MaxPool2dDeclaration(string? Name, int Size, int Stride)
    : LayerDeclaration("MaxPool2d", Name);

/// <summary>Flattens an image to a sequence. The axis is the value of the enumeration.</summary>
internal sealed record FlattenToSequenceDeclaration(string? Name, int Axis)
    : LayerDeclaration("FlattenToSequence", Name);
