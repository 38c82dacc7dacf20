using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record AttentionPoolingDeclaration(string? Name, SizeArgument Size)
    : PoolingDeclaration("AttentionPooling", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [new(Size, "size", "Size")];

    public static AttentionPoolingDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Size(0));

    protected override PoolingLayer LayerOf(ILayerFlow flow, Shape input, Polynomial features) => new AttentionPoolingLayer(flow.Key, input, features, flow[Size]);
}

internal sealed record AttentionPoolingLayer(string Key, Shape Input, Polynomial Features, Polynomial Size)
    : PoolingLayer(Key, Input, Features, Size * (Features + 2))
{
    public override IEnumerable<Operation> Operations => [new AttentionPoolingOperation(Features, Size)];

    public override string Note => $"attention pooling over time, hidden size {Size}";

    public override string Summary => $"Attention pooling over the time steps, hidden size {Size}.";

    public override string WeightsMethod => Property + "Weights";
}
