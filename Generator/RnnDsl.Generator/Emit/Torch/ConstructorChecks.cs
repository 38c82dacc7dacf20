using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>What a constructor checks of its sizes, and does to the weights.</summary>
internal static class ConstructorChecks
{
    /// <summary>What is done to the weights once the layers are there.</summary>
    public static void WriteWeights(Model model, TypeNames names, SourceWriter writer)
    {
        foreach (var embedding in model.Layers.OfType<EmbeddingLayer>())
        {
            if (embedding.Pretrained)
            {
                writer.Line()
                    .Line("// Initialise the table with a copy of the given vectors.")
                    .Line($"{names["WordVectors"]}.Copy({embedding.VectorsParameter}, {embedding.Property}, {names.NameOfModel}, {names.NameOf(embedding.VectorsParameter)}"
                        + (embedding.PaddingIndex is { } row ? $", {Literal.Of(row)}" : "") + ");");
            }

            if (embedding.Frozen)
            {
                writer.Line()
                    .Line("// The table is frozen.")
                    .Line($"{embedding.Property}.get_parameter(\"weight\")!.requires_grad = false;");
            }
        }
    }

    /// <summary>What the sizes of the constructor must be beyond 1.</summary>
    public static void WriteBounds(Model model, TypeNames names, SourceWriter writer)
    {
        var bounds = model.Layers.OfType<EmbeddingLayer>()
            .Where(embedding => embedding is { PaddingIndex: not null, Vocabulary.Number: null })
            .Select(embedding => (Parameter: embedding.Vocabulary.ToCSharp(), Least: embedding.PaddingIndex!.Value + 1))
            .Concat(model.Recurrences
                .Where(layer => layer is { Projection.Number: not null, HiddenSize.Number: null })
                .Select(layer => (Parameter: layer.HiddenSize.ToCSharp(), Least: layer.Projection!.Value.Number!.Value + 1)))
            .Concat(model.Layers.SelectMany(layer => Sizes(layer.Output)).Select(size => size.Bound).OfType<(string Parameter, long Least)>())
            .Concat(Classes(model) is { } classes ? [(Parameter: classes, Least: 2L)] : Array.Empty<(string Parameter, long Least)>())
            .GroupBy(bound => bound.Parameter)
            .Select(group => (Parameter: group.Key, Least: group.Max(bound => bound.Least)))
            .Where(bound => bound.Least > 1);
        foreach (var (parameter, least) in bounds)
        {
            writer.Line($"{names["ArgumentOutOfRangeException"]}.ThrowIfLessThan({parameter}, {Literal.Of(least)});");
        }

        if (model.Head is { Loss: CtcLoss { Blank: > 0 } ctc, Input: SequenceShape { Features: { Number: null } labels } })
        {
            writer.Line($"{names["ModelLoss"]}.CheckBlank({Literal.Of(ctc.Blank)}, {labels.ToCSharp()}, {Literal.Of(labels.ToString())}, {names.NameOfModel});");
        }

        // A projection makes the hidden state shorter.
        foreach (var layer in model.Recurrences.Where(layer => layer is { Projection: { Number: null } }))
        {
            writer.Line($"{names["ArgumentOutOfRangeException"]}.ThrowIfGreaterThanOrEqual({layer.Projection!.Value.ToCSharp()}, {layer.HiddenSize.ToCSharp()});");
        }
    }

    /// <summary>The constructor's parameter for the number of classes, which a loss over classes chooses among; null where a number says it, or a product that is at least 2.</summary>
    private static string? Classes(Model model)
    {
        var features = model.Head switch
        {
            null or { Loss: DistanceLoss } => default(Polynomial?),
            { Input: SequenceShape sequence } => sequence.Features,
            { Input: VectorShape vector } => vector.Features,
            _ => null,
        };
        return features is { Number: null } classes && classes.With(_ => 1).Number == 1 ? classes.ToCSharp() : null;
    }

    /// <summary>Sizes that windows may have made less.</summary>
    private static IEnumerable<Polynomial> Sizes(Shape shape) => shape switch
    {
        ImageShape image => [image.Height, image.Width],
        SequenceShape { Time.Steps: { } steps } => [steps],
        _ => [],
    };
}
