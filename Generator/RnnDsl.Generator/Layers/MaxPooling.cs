using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record MaxPoolingDeclaration(string? Name)
    : PoolingDeclaration("MaxPooling", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public static MaxPoolingDeclaration Read(ILayerArguments arguments) => new(arguments.Name);

    protected override PoolingLayer LayerOf(ILayerFlow flow, Shape input, Polynomial features) => new MaxPoolingLayer(flow.Key, input, features);
}

internal sealed record MaxPoolingLayer(string Key, Shape Input, Polynomial Features)
    : PoolingLayer(Key, Input, Features, 0)
{
    public override IEnumerable<Operation> Operations => [new ReductionOperation(PoolingKind.Max)];

    public override string Note => "maximum over time";

    public override string? Summary => null;
}
