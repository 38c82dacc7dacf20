using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;
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

    /// <summary>The classes of the loops, behind all methods.</summary>
    public static void EmitClasses(Plan plan, TypeNames names, SourceWriter writer)
    {
        foreach (var recurrence in plan.Recurrences.Where(recurrence => recurrence.Kernel == Kernel.EmittedLoop))
        {
            writer.Line();
            new LoopClassEmitter(recurrence.Layer, CellBuilder.Build(recurrence.Layer), names, writer).Emit();
        }
    }
}
