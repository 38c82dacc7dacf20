using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record LayerNormDeclaration(string? Name)
    : LayerDeclaration("LayerNorm", Name)
{
    public override IEnumerable<SizeOfLayer> Sizes => [];

    public override LookAhead? LooksAhead => null;

    public static LayerNormDeclaration Read(ILayerArguments arguments) => new(arguments.Name);

    public override void Check(ILayerChecks checks)
    {
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var current = flow.Flattened(input, Attribute);
        if (flow.IsOne(current.FeatureCount()))
        {
            flow.Report(Rules.NormalisedAlone, null, Attribute, "normalises 1 feature", "0", "Give it at least 2 features, or remove it.");
        }

        return flow.Add(new LayerNormLayer(flow.Key, current, current.FeatureCount()));
    }
}

internal sealed record LayerNormLayer(string Key, Shape Input, Polynomial Features)
    : StatelessLayer(Key, Input, Input, 2 * Features)
{
    public override IEnumerable<Operation> Operations => [new NormalizationOperation(Features)];

    public override string Note => "";

    public override string Summary => $"Layer normalisation over {Features} features.";

    public override string? WhyNoStep => null;
}
