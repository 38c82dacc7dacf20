using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record FeaturesDeclaration(string? Name, SizeArgument Size)
    : InputDeclaration("Features", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [new(Size, "size", "Size")];

    public override LookAhead? LooksAhead => null;

    public static FeaturesDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Size(0));

    public override void Check(ILayerChecks checks)
    {
    }

    public override Shape Bind(ILayerFlow flow, Shape input) => flow.Add(new FeaturesLayer(flow.Key, flow[Size]));
}

internal sealed record FeaturesLayer(string Key, Polynomial Size)
    : StatelessLayer(Key, new SequenceShape(Size), new SequenceShape(Size), 0)
{
    public override IEnumerable<Operation> Operations => [];

    public override string Note => "";

    public override string? Summary => null;

    public override string? WhyNoStep => null;

    public override IEnumerable<Polynomial> StoredSizes => [Size];
}
