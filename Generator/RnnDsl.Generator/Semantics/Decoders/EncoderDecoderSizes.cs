using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The constructor parameters of an encoder-decoder: the sizes of both sides, without duplicates.</summary>
internal static class EncoderDecoderSizes
{
    public static EquatableArray<SizeParameter> Of(Side encoder, Side decoder, bool sharesEmbedding, DiagnosticBag diagnostics)
    {
        var own = decoder.Model.Parameters.Where(parameter => parameter.Name is not (MemorySizes.Memory or MemorySizes.Summary)).ToList();
        var merged = new List<SizeParameter>();
        foreach (var parameter in encoder.Model.Parameters)
        {
            var other = own.FirstOrDefault(candidate => candidate.Name == parameter.Name);
            if (other is null)
            {
                merged.Add(WithSide(parameter, "Encoder"));
                continue;
            }

            if (!sharesEmbedding && decoder.Model.Copy is null && IsVocabulary(parameter, encoder) && IsVocabulary(other, decoder))
            {
                diagnostics.Add(Rules.VocabulariesCollide, DiagnosticLocation.EncoderDecoder(), encoder.Display, decoder.Display, parameter.Name);
            }
            else if (parameter.Default is { } one && other.Default is { } two && one != two)
            {
                diagnostics.Add(Rules.DefaultsDiffer, DiagnosticLocation.EncoderDecoder(), encoder.Display, decoder.Display, parameter.Name, Messages.Number(one), Messages.Number(two));
            }

            merged.Add(new SizeParameter(
                parameter.Name,
                parameter.Default ?? other.Default,
                WithSide(parameter, "Encoder").Uses.Concat(WithSide(other, "Decoder").Uses).ToEquatableArray()));
        }

        foreach (var parameter in own.Where(parameter => encoder.Model.Parameters.All(other => other.Name != parameter.Name)))
        {
            if (encoder.Model.Parameters.FirstOrDefault(other => string.Equals(other.Name, parameter.Name, StringComparison.OrdinalIgnoreCase)) is { } near)
            {
                diagnostics.Add(Rules.ReservedName, DiagnosticLocation.EncoderDecoder("Decoder"), parameter.Name, $"a size of '{decoder.Display}'", $"the size \"{near.Name}\" of '{encoder.Display}', from which it differs in case only",
                    "Spell them alike if they mean the same, else rename one.");
            }

            merged.Add(WithSide(parameter, "Decoder"));
        }

        return merged.OrderBy(parameter => parameter.Default.HasValue).ToEquatableArray();
    }

    private static SizeParameter WithSide(SizeParameter parameter, string side) =>
        parameter with { Uses = parameter.Uses.Select(use => use with { Layer = $"{side}.{Identifiers.ToPascalCase(use.Layer)}" }).ToEquatableArray() };

    private static bool IsVocabulary(SizeParameter parameter, Side side) =>
        side.Model.Layers.OfType<EmbeddingLayer>().Any(embedding => embedding.Vocabulary == Shapes.Polynomial.Symbol(parameter.Name));
}
