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

/// <summary>Lowers a model: its recurrences with their loops and steps, its state, its constructor and its methods, and from them its stream and its graph.</summary>
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
        var stepByStep = model.StepLoop;
        var attentionRecurrence = stepByStep is null ? null : AttentionRecurrence.Of(model.Layers, stepByStep);
        var loop = attentionRecurrence is null ? stepByStep : null;
        var stepped = loop?.In(model.Layers).ToList() ?? [];
        var recurrences = model.Recurrences.Select((layer, i) => WithCode(model, new Recurrence(layer.Reference, layer.Operation, Kernels.Of(layer.Operation), StepsByCellOperation(layer.Operation), State(layer, names[i]))
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

    /// <summary>The states of a decoder beside those of its cells.</summary>
    private static IEnumerable<StateTensor> ExtraState(Model model) =>
        from layer in model.Layers
        from operation in layer.Operations
        from state in operation.DecoderStates
        orderby state.Kind
        select new StateTensor(state.Kind.ToString(), state.Kind.ToString(), layer.Reference, 1, state.Size) { OfDecoder = state.Kind };

    /// <summary>The runtime's step computes standard cells with dropout between them.</summary>
    private static bool StepsByCellOperation(RecurrenceOperation layer) => Kernels.Of(layer) == Kernel.FusedSequence;

    private static EquatableArray<StateTensor> State(RecurrentLayer layer, IReadOnlyList<string> names) =>
        layer.Operation.States.Zip(names, (state, name) => new StateTensor(name, state.Name, layer.Reference, layer.Operation.Layers * layer.Operation.Directions, state.Size)
        {
            IsBidirectional = layer.Operation.Bidirectional,
            Merge = layer.Operation.Options.Merge,
            IsOutput = name == names[0],
        }).ToEquatableArray();
}
