using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Semantics;

/// <summary>The sizes of constructors that the shapes of the weights determine: a stream has only a file of weights.</summary>
internal static class WeightSizes
{
    /// <summary>The first size that no weight determines; null if each can be read from a dimension whose other sizes are known.</summary>
    /// <param name="models">A model, or both sides of an encoder-decoder.</param>
    public static SizeParameter? FirstUnknown(params Model[] models)
    {
        // The sizes of a decoder's memory are those of the encoder's output.
        var unknown = models.SelectMany(model => model.Parameters.Where(parameter => !model.IsDecoder || parameter.Name is not (MemorySizes.Memory or MemorySizes.Summary))).ToList();
        var dimensions = models.SelectMany(model => model.Layers.SelectMany(layer => Dimensions(layer, model))).ToList();
        while (unknown.Find(parameter => dimensions.Exists(dimension => dimension.Mentions(parameter.Name) && !unknown.Exists(other => other.Name != parameter.Name && dimension.Mentions(other.Name)))) is { } known)
        {
            unknown.RemoveAll(parameter => parameter.Name == known.Name);
        }

        return unknown.FirstOrDefault();
    }

    private static IEnumerable<Polynomial> Dimensions(Layer layer, Model model) => layer switch
    {
        RecurrentLayer { Operation: { UserCell.Typed: var cell } recurrence } => cell.Parameters.SelectMany(parameter => parameter.IsMatrix
            ? new[] { parameter.Rows.Length!, parameter.Columns.Length! }
            : [parameter.Rows.Length!]).Select(length => recurrence.SizeOf(length, recurrence.InputSize)),
        _ when layer.ParameterCount == 0 => [],
        RecurrentLayer { Operation: var recurrence } => [recurrence.InputSize, recurrence.HiddenSize, recurrence.StateSize],
        _ => layer.Input.Sizes.Concat(layer.Output.Sizes).Concat(model.Parameters.Where(parameter => parameter.Uses.Any(use => use.Layer == layer.Key)).Select(parameter => Polynomial.Symbol(parameter.Name))),
    };
}
