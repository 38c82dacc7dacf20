using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record MeanPoolingDeclaration(string? Name)
    : PoolingDeclaration("MeanPooling", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public static MeanPoolingDeclaration Read(ILayerArguments arguments) => new(arguments.Name);

    protected override PoolingLayer LayerOf(ILayerFlow flow, Shape input, Polynomial features) => new MeanPoolingLayer(flow.Key, input, features);
}

internal sealed record MeanPoolingLayer(string Key, Shape Input, Polynomial Features)
    : PoolingLayer(Key, Input, Features, 0)
{
    public override IEnumerable<Operation> Operations => [new ReductionOperation(PoolingKind.Mean)];

    public override string Note => "mean over time";

    public override string? Summary => null;
}
