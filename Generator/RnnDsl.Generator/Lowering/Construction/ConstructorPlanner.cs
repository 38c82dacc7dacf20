using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Construction;

/// <summary>Plans the constructor of a model.</summary>
internal static class ConstructorPlanner
{
    public static ConstructorPlan Of(Plan plan)
    {
        var model = plan.Model;
        var embeddings = model.Layers.OfType<EmbeddingLayer>().ToList();
        var shared = model.IsDecoder ? embeddings.Where(embedding => embedding is { Pretrained: false, Frozen: false }).ToList() : [];
        return new ConstructorPlan(
            model.Parameters,
            embeddings.Where(embedding => embedding.Pretrained).Select(Vectors).ToEquatableArray(),
            shared.Select(embedding => new TableParameter(embedding.SharedParameter, EmbeddingTable.Of(embedding))).ToEquatableArray(),
            Checks(model).ToEquatableArray(),
            StoredSizes.Of(model).ToEquatableArray(),
            model.Layers.Select(layer => ModuleOf(layer, plan, layer is EmbeddingLayer table && shared.Contains(table) ? table.SharedParameter : null)).OfType<ModulePlan>().ToEquatableArray(),
            Fields(plan).ToEquatableArray(),
            Initializations(plan, embeddings).ToEquatableArray());
    }

    private static TableParameter Vectors(EmbeddingLayer embedding) => new(embedding.VectorsParameter, EmbeddingTable.Of(embedding));

    private static ModulePlan? ModuleOf(Layer layer, Plan plan, string? sharedParameter) => layer switch
    {
        RecurrentLayer recurrent => new RecurrentModule($"{RecurrenceNotes.Describe(recurrent.Operation)}: {recurrent.Input} to {recurrent.Output}.", plan.Of(recurrent.Reference), HolderOf(plan.Of(recurrent.Reference))),
        StatelessLayer { Summary: { } summary } => new OperationModule(layer.Key, layer.Property, summary, layer.Operations.ToEquatableArray()) { SharedParameter = sharedParameter },
        _ => null,
    };

    private static ParameterHolder HolderOf(Recurrence recurrence) =>
        recurrence.Operation.UserCell is not null ? ParameterHolder.CellParameters
        : recurrence.HasLibraryModule ? ParameterHolder.LibraryModule
        : ParameterHolder.RecurrentWeights;

    private static IEnumerable<RecurrentField> Fields(Plan plan) =>
    [
        .. plan.Recurrences.Where(plan.RunsLayers).Select(recurrence => new LayersField(recurrence, First: recurrence.IsStepped ? 1 : 0)),
        .. plan.HasStep ? plan.Recurrences.Where(recurrence => recurrence.StepsByCellOperation).Select(recurrence => new StepWeightsField(recurrence)) : [],
    ];

    private static IEnumerable<InitializationStep> Initializations(Plan plan, IEnumerable<EmbeddingLayer> embeddings)
    {
        foreach (var recurrence in plan.Recurrences.Where(recurrence => recurrence.Operation.Options.Initialization != InitializationKinds.Uniform))
        {
            yield return new InitializeRecurrence(recurrence, recurrence.Operation.Options.Initialization, recurrence.Operation.Options.ChronoLength);
        }

        foreach (var embedding in embeddings)
        {
            if (embedding.Pretrained)
            {
                yield return new CopyVectors(Vectors(embedding));
            }

            if (embedding.Frozen)
            {
                yield return new FreezeTable(EmbeddingTable.Of(embedding));
            }
        }
    }

    private static IEnumerable<SizeCheck> Checks(Model model)
    {
        foreach (var parameter in model.Parameters)
        {
            yield return new PositiveSize(parameter.Name);
        }

        var recurrences = model.Recurrences.Select(layer => layer.Operation).ToList();
        var bounds = model.Layers.OfType<EmbeddingLayer>()
            .Where(embedding => embedding is { PaddingIndex: not null, Vocabulary.Number: null })
            .Select(embedding => (Size: embedding.Vocabulary, Least: embedding.PaddingIndex!.Value + 1))
            .Concat(recurrences
                .Where(layer => layer is { Projection.Number: not null, HiddenSize.Number: null })
                .Select(layer => (Size: layer.HiddenSize, Least: layer.Projection!.Value.Number!.Value + 1)))
            .Concat(model.Layers.SelectMany(layer => Windowed(layer.Output)).Select(size => size.Bound).OfType<(string Parameter, long Least)>().Select(bound => (Size: Polynomial.Symbol(bound.Parameter), bound.Least)))
            .Concat(Classes(model) is { } classes ? [(Size: classes, Least: 2L)] : Array.Empty<(Polynomial Size, long Least)>())
            .GroupBy(bound => bound.Size)
            .Select(group => new LeastSize(group.Key, group.Max(bound => bound.Least)))
            .Where(bound => bound.Least > 1);
        foreach (var bound in bounds)
        {
            yield return bound;
        }

        if (model.Head is { Loss: CtcLoss { Blank: > 0 } ctc, Input: SequenceShape { Features: { Number: null } labels } })
        {
            yield return new BlankAmongLabels(ctc.Blank, labels);
        }

        foreach (var layer in recurrences.Where(layer => layer is { Projection: { Number: null } }))
        {
            yield return new ShorterProjection(layer.Projection!.Value, layer.HiddenSize);
        }
    }

    /// <summary>The constructor's parameter for the number of classes, which a loss over classes chooses among; null where a number says it, or a product that is at least 2.</summary>
    private static Polynomial? Classes(Model model)
    {
        var features = model.Head switch
        {
            null or { Loss: DistanceLoss } => default(Polynomial?),
            { Input: SequenceShape sequence } => sequence.Features,
            { Input: VectorShape vector } => vector.Features,
            _ => null,
        };
        return features is { Number: null } classes && classes.With(_ => 1).Number == 1 ? classes : null;
    }

    /// <summary>Sizes that windows may have made less.</summary>
    private static IEnumerable<Polynomial> Windowed(Shape shape) => shape switch
    {
        ImageShape image => [image.Height, image.Width],
        SequenceShape { Time.Steps: { } steps } => [steps],
        _ => [],
    };
}
