namespace RnnDsl.Generator.Semantics;

/// <summary>The names of the members that time-distributed, pooling and head layers add to the generated class.</summary>
internal static class LayerMembers
{
    /// <summary>The method that returns attention weights.</summary>
    public static string WeightsMethod(AttentionPoolingLayer layer) => layer.Property + "Weights";

    public static IEnumerable<string> Of(Layer layer) => layer switch
    {
        AttentionPoolingLayer attention => [attention.Property, WeightsMethod(attention)],
        EmbeddingLayer or LinearLayer or DropoutLayer or LayerNormLayer or Conv1dLayer or Conv2dLayer or ModuleLayer or AttentionLayer or ReadoutLayer or CopyLayer => [layer.Property],
        _ => [],
    };

    /// <summary>The members of the model as a whole.</summary>
    public static IEnumerable<string> OfModel(Model model) =>
    [
        .. model.Head is null ? Array.Empty<string>() : ["Loss"],
        .. model.Attention is { Coverage: true } ? ["CoverageLoss"] : Array.Empty<string>(),
        .. model.TimeOfLengths is null ? Array.Empty<string>() : ["OutputLengths"],
    ];

    /// <summary>The sizes that methods read: of an image, of a memory, and the declared outputs of user-defined methods and modules.</summary>
    public static IEnumerable<Shapes.Polynomial> StoredSizes(Model model) => model.Layers.SelectMany(layer => layer switch
    {
        ImageLayer { Size: var size } => [size.Channels, size.Height, size.Width],
        ApplyLayer { Features: { } features } => [features],
        AttentionLayer => [AttentionLayer.MemorySize],
        ContextLayer => [ContextLayer.SummarySize],
        CopyLayer copy => [copy.Vocabulary],
        ModuleLayer { Features: { } features } => [features],
        _ => Array.Empty<Shapes.Polynomial>(),
    });
}
