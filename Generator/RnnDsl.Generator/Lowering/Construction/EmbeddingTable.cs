using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Construction;

/// <summary>The table of an embedding: [vocabulary, features].</summary>
/// <param name="Key">The name of the embedding.</param>
/// <param name="Property">Its property.</param>
/// <param name="PaddingIndex">The padding token; null for none.</param>
internal sealed record EmbeddingTable(string Key, string Property, Polynomial Vocabulary, Polynomial Features, long? PaddingIndex)
{
    public static EmbeddingTable Of(EmbeddingLayer layer) => new(layer.Key, layer.Property, layer.Vocabulary, layer.Features, layer.PaddingIndex);
}
