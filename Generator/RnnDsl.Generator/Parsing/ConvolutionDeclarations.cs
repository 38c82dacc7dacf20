namespace RnnDsl.Generator.Parsing;

internal sealed record ImageDeclaration(string? Name, SizeArgument Channels, SizeArgument Height, SizeArgument Width)
    : LayerDeclaration("Image", Name), IInputDeclaration, ISizedDeclaration
{
    public IEnumerable<SizeOfLayer> Sizes =>
        [new(Channels, "number of channels", "Channels"), new(Height, "height", "Height"), new(Width, "width", "Width")];
}

/// <summary>A convolution over time; the padding is the number of the enumeration's member, which a cast can make any number.</summary>
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

/// <summary>A sequence made of an image; the axis is the number of the enumeration's member.</summary>
internal sealed record FlattenToSequenceDeclaration(string? Name, int Axis)
    : LayerDeclaration("FlattenToSequence", Name);
