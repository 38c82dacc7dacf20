using RnnDsl.Generator.Emit.Torch.Equations;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes what recurrences need that no kernel computes: the loop over a sequence with its derivative, and the single step.</summary>
internal static class LoopEmitter
{
    public static void Emit(Plan plan, TypeNames names, SourceWriter writer)
    {
        foreach (var recurrence in plan.Recurrences)
        {
            if (recurrence.Layer.Own is { } own)
            {
                EmitOwn(plan, recurrence, own, names, writer);
                continue;
            }

            var cell = CellBuilder.Build(recurrence.Layer);
            if (recurrence.Kernel == Kernel.EmittedLoop)
            {
                ScanEmitter.Emit(recurrence.Layer, cell, names, writer);
            }

            if (plan.HasStep && !recurrence.StepsByCellOperation)
            {
                StepEmitter.Emit(recurrence.Layer, cell, names, writer);
            }
        }
    }

    private static void EmitOwn(Plan plan, Recurrence recurrence, OwnCell own, TypeNames names, SourceWriter writer)
    {
        if (recurrence.Kernel == Kernel.EmittedLoop)
        {
            OwnScanEmitter.Emit(recurrence.Layer, GraphBuilder.Build(recurrence.Layer), names, writer);
        }
        else
        {
            KernelWeightsEmitter.Emit(recurrence.Layer, own.Known!, names, writer);
        }

        if (plan.HasStep)
        {
            OwnStepEmitter.Emit(recurrence.Layer, names, writer);
        }
    }

    /// <summary>The classes of the loops, behind all methods.</summary>
    public static void EmitClasses(Plan plan, TypeNames names, SourceWriter writer)
    {
        foreach (var recurrence in plan.Recurrences.Where(recurrence => recurrence.Kernel == Kernel.EmittedLoop))
        {
            writer.Line();
            var cell = recurrence.Layer.Own is null ? CellBuilder.Build(recurrence.Layer) : GraphBuilder.Build(recurrence.Layer).Graph;
            new LoopClassEmitter(recurrence.Layer, cell, names, writer).Emit();
        }
    }
}
