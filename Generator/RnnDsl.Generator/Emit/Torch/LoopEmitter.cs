using RnnDsl.Generator.Emit.Torch.Equations;
using RnnDsl.Generator.Emit.Torch.Loops;
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
        switch (recurrence)
        {
            case { Loop.Cell: { Attends: true } cell }:
                AttentionRecurrenceEmitter.Emit(plan, recurrence, cell, scalars, names, writer);
                break;

            case { Loop.Cell: var cell, Operation.UserCell: not null }:
                UserCellUnrollEmitter.Emit(recurrence, cell, scalars, names, writer);
                break;

            case { Loop.Cell: var cell }:
                UnrollEmitter.Emit(recurrence, cell, scalars, names, writer);
                break;

            case { IsStepped: false, Operation.UserCell.Recognised: { } known }:
                KernelWeightsEmitter.Emit(recurrence, known, scalars, names, writer);
                break;
        }
    }

    private void EmitStep(Recurrence recurrence, LoopScalars scalars)
    {
        if (recurrence.Step == EmittedStep.None)
        {
            return;
        }

        var frame = new StepFrame(recurrence, scalars, names);
        IStepScope scope = recurrence.Operation.UserCell is null ? new BuiltInStepScope(recurrence, frame, scalars, names) : new UserCellStepScope(recurrence, frame, scalars, names);
        StepEmitter.Emit(recurrence, frame, scope, scalars, names, writer);
    }
}
