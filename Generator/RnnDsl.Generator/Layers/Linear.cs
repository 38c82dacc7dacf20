using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

internal sealed record LinearDeclaration(string? Name, SizeArgument Size)
    : LayerDeclaration("Linear", Name)
{
    /// <summary>The name of the embedding whose table is the weight.</summary>
    public string? TiedTo { get; init; }

    public override IEnumerable<SizeOfLayer> Sizes => [new(Size, "size", "Size")];

    public override LookAhead? LooksAhead => null;

    public static LinearDeclaration Read(ILayerArguments arguments) => new(arguments.Name, arguments.Size(0)) { TiedTo = arguments.Named<string?>("TiedTo", null) };

    /// <summary>A tied layer names an embedding.</summary>
    public override void Check(ILayerChecks checks)
    {
        if (TiedTo is { } table && !checks.Embeddings.Contains(table))
        {
            var meant = Nearest.To(table, checks.Embeddings) ?? (checks.Embeddings.Count > 0 ? checks.Embeddings[0] : null);
            checks.Report(Rules.TiedToNothing, "TiedTo", table, checks.Model,
                meant is null ? "Begin with [Embedding(vocabulary, features)], or remove TiedTo." : $"Write TiedTo = \"{meant}\".");
        }
    }

    public override Shape Bind(ILayerFlow flow, Shape input)
    {
        var current = flow.Flattened(input, Attribute);
        var (features, size) = (current.FeatureCount(), flow[Size]);
        var layer = new LinearLayer(flow.Key, current, current.WithFeatures(size), features, size);
        if (TiedTo is null || flow.Above.Select(bound => bound.Layer).OfType<EmbeddingLayer>().FirstOrDefault(embedding => embedding.Key == TiedTo) is not { } table)
        {
            return flow.Add(layer);
        }

        // The table is [vocabulary, features]: a tied layer takes features and gives scores of the vocabulary.
        if (features != table.Features)
        {
            flow.Report(Rules.TiedSizes, "TiedTo", "reads", Messages.Count(features, "feature"), table.Key, "rows have", table.Features.ToString(),
                $"Put [Linear({Messages.Written(table.Features)})] above it, or make the layer above it give {table.Features}");
        }

        if (size != table.Vocabulary)
        {
            flow.Report(Rules.TiedSizes, "Size", "gives", Messages.Count(size, "feature"), table.Key, "number of rows is", table.Vocabulary.ToString(),
                $"Write [Linear({Messages.Written(table.Vocabulary)}, TiedTo = \"{table.Key}\")]");
        }

        return flow.Add(layer with { TiedTo = table, ParameterCount = size });
    }
}

internal sealed record LinearLayer(string Key, Shape Input, Shape Output, Polynomial InputSize, Polynomial OutputSize)
    : StatelessLayer(Key, Input, Output, (InputSize + 1) * OutputSize)
{
    /// <summary>The embedding whose table is the weight; null if the layer has its own weight.</summary>
    public EmbeddingLayer? TiedTo { get; init; }

    public override IEnumerable<Operation> Operations => [new LinearOperation(InputSize, OutputSize) { TiedTo = TiedTo is { } table ? new TiedTable(table.Key, table.Property, table.PaddingIndex) : null }];

    public override string Note => TiedTo is null ? "" : $"weight of {TiedTo.Key}";

    public override string Summary => $"Linear layer, {InputSize} → {OutputSize}{(TiedTo is null ? "" : $", weight tied to `{TiedTo.Key}`")}, with bias.";

    public override string? WhyNoStep => null;
}
