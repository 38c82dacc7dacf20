using RnnDsl.Generator.Emit.Torch.Equations;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes what recurrences need that no kernel computes: the loop over a sequence with its derivative, and the single step.</summary>
internal sealed class LoopEmitter(Plan plan, TypeNames names, SourceWriter writer)
{
    private readonly List<(Recurrence Recurrence, LoopScalars Scalars)> _recurrences = [.. plan.Recurrences.Select(recurrence => (recurrence, new LoopScalars(recurrence.Layer, names)))];

    /// <summary>The methods.</summary>
    public void Emit()
    {
        foreach (var (recurrence, scalars) in _recurrences)
        {
            EmitSequence(recurrence, scalars);
            EmitStep(recurrence, scalars);
        }
    }

    /// <summary>The classes of the loops, behind all methods.</summary>
    public void EmitClasses()
    {
        foreach (var (recurrence, scalars) in _recurrences)
        {
            if (recurrence.Loop is { } loop)
            {
                writer.Line();
                new LoopClassEmitter(recurrence.Layer, loop, recurrence.Rows, scalars, names, writer).Emit();
            }
        }

        foreach (var (_, scalars) in _recurrences)
        {
            scalars.Emit(writer);
        }
    }

    private void EmitSequence(Recurrence recurrence, LoopScalars scalars)
    {
        var layer = recurrence.Layer;
        switch (recurrence)
        {
            case { Loop.Cell: { Attends: true } cell }:
                AttentionRecurrenceEmitter.Emit(plan, recurrence, cell, scalars, names, writer);
                break;

            case { Loop.Cell: var cell, Layer.UserCell: not null }:
                UserCellUnrollEmitter.Emit(layer, cell, scalars, names, writer);
                break;

            case { Loop.Cell: var cell }:
                UnrollEmitter.Emit(layer, cell, scalars, names, writer);
                break;

            case { IsStepped: false, Layer.UserCell.Recognised: { } known }:
                KernelWeightsEmitter.Emit(layer, known, scalars, names, writer);
                break;
        }
    }

    private void EmitStep(Recurrence recurrence, LoopScalars scalars)
    {
        if (recurrence.Step == EmittedStep.None)
        {
            return;
        }

        var frame = new StepFrame(recurrence.Layer, scalars, names);
        IStepScope scope = recurrence.Layer.UserCell is null ? new BuiltInStepScope(recurrence, frame, scalars, names) : new UserCellStepScope(recurrence.Layer, frame, scalars, names);
        StepEmitter.Emit(recurrence, frame, scope, scalars, names, writer);
    }
}
