using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record ImageDeclaration(string? Name, SizeArgument Channels, SizeArgument Height, SizeArgument Width)
    : InputDeclaration("Image", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes =>
        [new(Channels, "number of channels", "Channels"), new(Height, "height", "Height"), new(Width, "width", "Width")];

    public override LookAhead LooksAhead =>
        new(null, "is a whole image, and a decoder reads its own output, step by step", "Begin with [Embedding] or [Features]; an encoder may begin with an image.");

    public static ImageDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Size(0), arguments.Size(1), arguments.Size(2));

    public override void Check(ILayerChecks checks)
    {
    }

    // An image in a decoder has been reported; assume a vector at each step.
    public override Shape Bind(ILayerFlow flow, Shape input) => flow.Add(flow.IsDecoder
        ? new FeaturesLayer(flow.Key, flow[Channels])
        : new ImageLayer(flow.Key, new ImageShape(flow[Channels], flow[Height], flow[Width])));
}

internal sealed record ImageLayer(string Key, ImageShape Size)
    : StatelessLayer(Key, Size, Size, 0)
{
    public override IEnumerable<Operation> Operations => [];

    public override string Note => "";

    public override string? Summary => null;

    public override string WhyNoStep => $"'{Key}' is a whole image";

    public override IEnumerable<Polynomial> StoredSizes => [Size.Channels, Size.Height, Size.Width];
}
