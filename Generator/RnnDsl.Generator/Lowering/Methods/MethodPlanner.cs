using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>Plans the methods of a model.</summary>
internal static class MethodPlanner
{
    public static ModelMethods Of(Plan plan)
    {
        var model = plan.Model;
        return new ModelMethods(
            new MethodPlan(Forward(plan), Opening(plan, isStep: false, takesState: plan.CarriesState), Body(plan, () => MethodBuilder.Build(plan, isStep: false))),
            plan.HasStep ? new MethodPlan(Step(plan), Opening(plan, isStep: true, takesState: true), Body(plan, () => MethodBuilder.Build(plan, isStep: true))) : null)
        {
            Memory = Memory(plan),
            Loop = IsWhole(plan) ? MethodBuilder.BuildLoop(plan) : null,
            InitialState = plan.HasState ? new InitialStateMethod(plan.State.ToEquatableArray(), MemoryChecks(plan).ToEquatableArray(), AnyWeight(plan)) { ReadsMemory = model.ReadsMemory } : null,
            AttentionWeights = model.Layers.OfType<StatelessLayer>().Where(layer => layer.WeightsMethod is not null).Select(layer => AttentionWeights(layer, plan)).ToEquatableArray(),
            OutputLengths = model.TimeOfLengths,
            HasCoverageLoss = model.Attention is { Coverage: true },
            Loss = model.Head is { } head ? LossOf(head, model) : null,
            NamedMembers = model.Layers.Select(layer => layer.Operations.OfType<UserMethodOperation>().FirstOrDefault()?.Method ?? layer.Property).ToEquatableArray(),
        };
    }

    /// <summary>Whether bodies are written; the members of a model with errors throw.</summary>
    private static bool IsWhole(Plan plan) => plan.Model.Errors.Count == 0;

    private static MethodBody? Body(Plan plan, Func<MethodBody> build) => IsWhole(plan) ? build() : null;

    private static MethodSignature Forward(Plan plan) => new(plan.Model.Input, plan.Model.Output)
    {
        ReadsMemory = plan.Model.ReadsMemory,
        TakesLengths = plan.Model.TakesLengths,
        CarriesState = plan.CarriesState,
        ReturnsWeights = plan.Model.Attention is not null,
    };

    private static MethodSignature Step(Plan plan) => new(plan.Model.Input.Step, plan.Model.Output.Step)
    {
        ReadsMemory = plan.Model.ReadsMemory,
        CarriesState = true,
        ReturnsWeights = plan.Model.Attention is not null,
    };

    private static AttentionWeightsMethod AttentionWeights(StatelessLayer layer, Plan plan) => new(
        layer.WeightsMethod!,
        layer.Reference,
        new MethodPlan(Forward(plan) with { CarriesState = false }, Opening(plan, isStep: false, takesState: false), Body(plan, () => MethodBuilder.BuildAbove(plan, layer))),
        $"[batch, {(layer.Input as SequenceShape)?.Time ?? TimeExtent.Whole}]");

    private static MemoryMethod? Memory(Plan plan) => !plan.Model.ReadsMemory ? null : new MemoryMethod(
        plan.Model.Attention is { } attention ? new AttentionValues(attention.Property, MemorySizes.Features) : null,
        plan.Model.Context is null ? null : MemorySizes.SummaryFeatures,
        plan.Model.Copy is { } copy ? new CopiedTokens(copy.Property, copy.Vocabulary) : null,
        AnyWeight(plan));

    private static LossMethod LossOf(HeadLayer head, Model model)
    {
        // There are no padded steps in a pooled vector or an image.
        var lengths = head.Output is not SequenceShape || !(model.TakesLengths || model.ReadsMemory) ? default(LossLengths?)
            : model.IsDecoder ? LossLengths.OfTarget
            : LossLengths.OfInput;
        return new LossMethod(head.Loss, head.Output, lengths, lengths is null ? null : model.TimeOfLengths);
    }

    private static MethodOpening? Opening(Plan plan, bool isStep, bool takesState)
    {
        var model = plan.Model;
        if (!IsWhole(plan))
        {
            return null;
        }

        var takesLengths = !model.ReadsMemory && !isStep && model.TakesLengths;
        return new MethodOpening(
            model.Copy is { Extra: > 0 } copy ? new ExtraTokens(copy.Vocabulary, copy.Extra, copy.Unknown) : null,
            new InputCheck(model.Input, model.Input is TokenShape ? model.Layers[0].Property : null, WeightOfInput(plan), isStep),
            MemoryChecks(plan).ToEquatableArray(),
            takesState ? new StateCheck(plan.State.ToEquatableArray(), AnyWeight(plan), model.ReadsMemory) : null,
            model.ReadsMemory ? MissingState.OfMemory : isStep ? MissingState.OfBatch : MissingState.Stays,
            takesLengths ? model.EndTime.Shrink + 1 : null);
    }

    private static IEnumerable<MemoryCheck> MemoryChecks(Plan plan)
    {
        if (plan.Model.Attention is { } attention)
        {
            yield return new AttentionMemoryCheck(attention.Property, AnyWeight(plan));
        }

        if (plan.Model.Context is not null)
        {
            yield return new SummaryCheck(MemorySizes.SummaryFeatures, AnyWeight(plan));
        }
    }

    /// <summary>A weight of the model; null for one that has none of its own.</summary>
    private static WeightReference? AnyWeight(Plan plan)
    {
        if (plan.Recurrences.Count == 0)
        {
            return plan.Model.Layers.FirstOrDefault(HasWeight) is { } other ? new WeightReference(other.Property, WeightPlace.Module) : null;
        }

        var recurrence = plan.Recurrences[0];
        return new WeightReference(recurrence.Layer.Property, recurrence switch
        {
            { Operation.UserCell: not null } => WeightPlace.CellParameters,
            { HasLibraryModule: false } => WeightPlace.RecurrentWeights,
            _ => plan.HasStep ? WeightPlace.StepWeights : WeightPlace.LibraryModule,
        })
        {
            Recurrence = recurrence,
        };
    }

    /// <summary>A weight whose dtype and device the input has; null where the author's own code reads it first, and may convert it.</summary>
    private static WeightReference? WeightOfInput(Plan plan) =>
        plan.Model.Layers.TakeWhile(layer => !HasWeight(layer) && layer is not RecurrentLayer).Any(layer => layer.Operations.Any(operation => operation is UserCodeOperation)) ? null : AnyWeight(plan);

    private static bool HasWeight(Layer layer) => layer.Operations.Any(operation => operation.HasWeight);
}
