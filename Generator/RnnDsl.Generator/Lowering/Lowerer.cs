using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Construction;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Graphs;
using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;
using RnnDsl.Generator.Lowering.Streams;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering;

/// <summary>Chooses the kernels of a model, and builds and schedules its loops and steps.</summary>
internal static class Lowerer
{
    /// <param name="model">A bound model.</param>
    /// <param name="reserved">The names that the values of cells cannot have in the target.</param>
    public static Plan Lower(Model model, ValueNames reserved)
    {
        var plan = LowerSide(model, reserved);
        return plan with { Stream = StreamPlanner.Of(model), Graph = ModelGraphBuilder.Build(plan) };
    }

    /// <summary>The same as a side of an encoder-decoder, without the stream and the graph that the side's own class has.</summary>
    /// <param name="model">A bound model.</param>
    /// <param name="reserved">The names that the values of cells cannot have in the target.</param>
    public static Plan LowerSide(Model model, ValueNames reserved)
    {
        var names = StateNames.Of(model);
        var attentionRecurrence = AttentionRecurrenceOf(model);
        var loop = attentionRecurrence is null ? LoopOf(model) : null;
        var stepped = loop is null ? [] : model.Layers.Skip(loop.First).Take(loop.Last - loop.First + 1).ToList();
        var recurrences = model.Recurrences.Select((layer, i) => WithCode(model, new Recurrence(layer.Reference, layer.Operation, KernelOf(layer.Operation), StepsByCellOperation(layer.Operation), State(layer, names[i]))
        {
            IsStepped = stepped.Contains(layer) || attentionRecurrence?.Layer.Key == layer.Key,
        }, attends: attentionRecurrence?.Layer.Key == layer.Key, reserved));
        return Complete(new Plan(model, recurrences.ToEquatableArray())
        {
            Loop = loop,
            AttentionRecurrence = attentionRecurrence,
            ExtraState = ExtraState(model).ToEquatableArray(),
        });
    }

    /// <summary>The plan of a model with errors, whose members throw.</summary>
    public static Plan WithoutChoice(Model model)
    {
        var names = StateNames.Of(model);
        var recurrences = model.Recurrences.Select((layer, i) => new Recurrence(layer.Reference, layer.Operation, Kernel.FusedSequence, StepsByCellOperation: true, State(layer, names[i])));
        return Complete(new Plan(model, recurrences.ToEquatableArray()) { ExtraState = ExtraState(model).ToEquatableArray() });
    }

    /// <summary>Adds the table of the layers, the constructor and the methods.</summary>
    private static Plan Complete(Plan plan) => plan with { Table = LayerTable.Of(plan), Constructor = ConstructorPlanner.Of(plan), Methods = MethodPlanner.Of(plan) };

    /// <summary>Builds the cell's graph where a loop or a step is emitted, and schedules the loop.</summary>
    private static Recurrence WithCode(Model model, Recurrence recurrence, bool attends, ValueNames reserved)
    {
        var layer = recurrence.Operation;
        if (model.Errors.Count > 0)
        {
            return recurrence;
        }

        var hasLoop = attends || recurrence is { Kernel: Kernel.EmittedLoop, IsStepped: false };
        var step = !model.HasStep || recurrence.StepsByCellOperation ? EmittedStep.None
            : hasLoop && layer.UserCell is null ? EmittedStep.OfLoop
            : EmittedStep.OfGraph;
        var cell = !hasLoop ? null : layer.UserCell is null ? EquationStep.OfBuiltIn(layer) : GraphBuilder.Build(layer, reserved);
        var loop = hasLoop ? LoopSchedule.Of(attends ? cell!.WithAttention() : cell!) : null;
        return recurrence with
        {
            Step = step,
            StepCell = step switch
            {
                EmittedStep.None => null,
                EmittedStep.OfLoop => cell,
                _ => layer.UserCell is null ? EquationStep.OfBuiltIn(layer) : EquationStep.OfUserCell(layer),
            },
            Loop = loop,
            Rows = loop is null || loop.Cell.Nodes.Count > RowSchedule.MostValues ? null : RowSchedule.Of(loop),
        };
    }

    /// <summary>
    /// A layer whose pre-activations are a sum with the input projection, to which the context can be added, below an attention whose weights
    /// depend on its query only. The layers above it run on the fused kernel.
    /// </summary>
    private static AttentionRecurrence? AttentionRecurrenceOf(Model model)
    {
        var layers = model.Layers.ToList();
        return model.Attention is { BeforeCell: true, UsesPreviousWeights: false, Score: not AttentionScoreKind.MultiHead } attention
            && layers.IndexOf(attention) is var index && index + 1 < layers.Count
            && layers[index + 1] is RecurrentLayer { Operation: { UserCell: null, Options: { LayerNorm: false, Zoneout: 0, Residual: false } } } layer
            && (layer.Operation.Layers == 1 || KernelOf(layer.Operation) == Kernel.FusedSequence)
                ? new AttentionRecurrence(attention.Reference, layer.Reference)
                : null;
    }

    /// <summary>
    /// With the previous state as query, the attention and the recurrence below it; with input feeding, all layers from the first recurrence to the readout.
    /// Attention with the current state as query needs no loop.
    /// </summary>
    private static StepLoop? LoopOf(Model model)
    {
        var layers = model.Layers.ToList();
        var attention = layers.FindIndex(layer => layer is AttentionLayer);
        return attention < 0 ? null : (AttentionLayer)layers[attention] switch
        {
            { BeforeCell: true } => layers.FindIndex(attention, layer => layer is RecurrentLayer) is > 0 and var attentionRecurrence ? new StepLoop(attention, attentionRecurrence) : null,
            { InputFeeding: true } => new StepLoop(layers.FindIndex(layer => layer is RecurrentLayer), layers.FindIndex(layer => layer is ReadoutLayer)),
            _ => null,
        };
    }

    private static IEnumerable<StateTensor> ExtraState(Model model)
    {
        if (model.Attention is not { } attention)
        {
            yield break;
        }

        if (attention.InputFeeding && model.Layers.OfType<ReadoutLayer>().FirstOrDefault() is { } readout)
        {
            yield return new StateTensor(StateTensor.AttentionalFeed, StateTensor.AttentionalFeed, readout.Reference, 1, readout.Size);
        }

        if (attention.Coverage)
        {
            yield return new StateTensor(StateTensor.Coverage, StateTensor.Coverage, attention.Reference, 1, null);
        }

        if (attention.Filters > 0)
        {
            yield return new StateTensor(StateTensor.PreviousWeights, StateTensor.PreviousWeights, attention.Reference, 1, null);
        }
    }

    private static Kernel KernelOf(RecurrenceOperation layer) => layer.Options switch
    {
        _ when LeavesFusedKernel(layer) => Kernel.EmittedLoop,
        _ when layer.UserCell is not null => Kernel.FusedLayers,
        { LockedDropout: > 0 } or { WeightDrop: > 0 } or { Residual: true } or { Merge: not MergeKind.Concat } => Kernel.FusedLayers,
        _ when layer.Projection is not null => Kernel.FusedLayers,
        _ => Kernel.FusedSequence,
    };

    /// <summary>Whether the cell has an option that the fused kernels lack.</summary>
    private static bool LeavesFusedKernel(RecurrenceOperation layer) =>
        layer.ResetsBefore || layer.UserCell is { Recognised: not { HasKernel: true } } || layer.Options is { RecurrentDropout: > 0 } or { Zoneout: > 0 } or { LayerNorm: true } or { Peepholes: true };

    /// <summary>The runtime's step computes standard cells with dropout between them.</summary>
    private static bool StepsByCellOperation(RecurrenceOperation layer) => KernelOf(layer) == Kernel.FusedSequence;

    private static EquatableArray<StateTensor> State(RecurrentLayer layer, IReadOnlyList<string> names) =>
        layer.Operation.States.Zip(names, (state, name) => new StateTensor(name, state.Name, layer.Reference, layer.Operation.Layers * layer.Operation.Directions, state.Size)
        {
            IsOfRecurrence = true,
            IsBidirectional = layer.Operation.Bidirectional,
            Merge = layer.Operation.Options.Merge,
            IsOutput = name == names[0],
        }).ToEquatableArray();
}
