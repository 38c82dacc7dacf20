using RnnDsl.Generator.Emit.Torch.Equations;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Schedule;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes what recurrences need that no kernel computes: the loop over a sequence with its derivative, and the single step.</summary>
internal sealed class LoopEmitter(Plan plan, TypeNames names, SourceWriter writer)
{
    private readonly List<(RecurrentLayer Layer, CellGraph Cell)> _loops = [];
    private readonly Dictionary<RecurrentLayer, LoopScalars> _numbers = [];

    /// <summary>The methods.</summary>
    public void Emit()
    {
        foreach (var recurrence in plan.Recurrences)
        {
            _numbers.Add(recurrence.Layer, new LoopScalars(recurrence.Layer, names));
            if (recurrence.Layer.UserCell is { } userCell)
            {
                EmitUserCell(recurrence, userCell);
            }
            else
            {
                EmitBuiltIn(recurrence);
            }
        }
    }

    /// <summary>The classes of the loops, behind all methods.</summary>
    public void EmitClasses()
    {
        foreach (var (layer, cell) in _loops)
        {
            writer.Line();
            new LoopClassEmitter(layer, LoopSchedule.Of(cell), _numbers[layer], names, writer).Emit();
        }

        foreach (var numbers in _numbers.Values)
        {
            numbers.Emit(writer);
        }
    }

    private void EmitBuiltIn(Recurrence recurrence)
    {
        var layer = recurrence.Layer;
        var hasStep = plan.HasStep && !recurrence.StepsByCellOperation;
        var hasLoop = recurrence is { Kernel: Kernel.EmittedLoop, IsStepped: false };
        var hasAttention = plan.AttentionRecurrence?.Layer == layer;
        if (!hasLoop && !hasStep && !hasAttention)
        {
            return;
        }

        var cell = CellBuilder.Build(layer);
        if (hasAttention)
        {
            var attentive = cell with { Attends = true };
            AttentionRecurrenceEmitter.Emit(plan, recurrence, attentive, _numbers[layer], names, writer);
            _loops.Add((layer, attentive));
        }

        if (hasLoop)
        {
            UnrollEmitter.Emit(layer, cell, _numbers[layer], names, writer);
            _loops.Add((layer, cell));
        }

        if (hasStep)
        {
            StepEmitter.Emit(layer, cell, hasLoop || hasAttention, _numbers[layer], names, writer);
        }
    }

    private void EmitUserCell(Recurrence recurrence, UserCell userCell)
    {
        var layer = recurrence.Layer;
        if (recurrence.IsStepped)
        {
            // Its steps are all there is.
        }
        else if (recurrence.Kernel == Kernel.EmittedLoop)
        {
            var graph = GraphBuilder.Build(layer);
            UserCellUnrollEmitter.Emit(layer, graph, _numbers[layer], names, writer);
            _loops.Add((layer, graph));
        }
        else
        {
            KernelWeightsEmitter.Emit(layer, userCell.Recognised!, _numbers[layer], names, writer);
        }

        if (plan.HasStep)
        {
            UserCellStepEmitter.Emit(layer, _numbers[layer], names, writer);
        }
    }
}
