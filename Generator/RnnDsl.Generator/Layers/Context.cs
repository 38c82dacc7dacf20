using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record ContextDeclaration(string? Name)
    : DecoderLayerDeclaration("Context", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public static ContextDeclaration Read(ILayerArguments arguments) => new(arguments.Name);

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var current = flow.Flattened(input, Attribute);
        return flow.Add(new ContextLayer(flow.Key, current, current.WithFeatures(current.FeatureCount() + MemorySizes.SummaryFeatures)));
    }
}

/// <summary>The summary vector of the source, at every step.</summary>
internal sealed record ContextLayer(string Key, Shape Input, Shape Output)
    : DecoderLayer(Key, Input, Output, 0)
{
    public override IEnumerable<Operation> Operations => [new ContextOperation(MemorySizes.SummaryFeatures)];

    public override string Note => "source summary at every step";

    public override string? Summary => null;

    public override IEnumerable<Polynomial> StoredSizes => [MemorySizes.SummaryFeatures];
}
