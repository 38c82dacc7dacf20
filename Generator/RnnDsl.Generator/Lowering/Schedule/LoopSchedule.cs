using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;

namespace RnnDsl.Generator.Lowering.Schedule;

/// <summary>A cell over all time steps: its forward pass and its backward pass.</summary>
/// <param name="Cell">One step.</param>
/// <param name="Forward">The forward pass.</param>
/// <param name="Derivative">The derivative of the step.</param>
/// <param name="Backward">The backward pass.</param>
internal sealed record LoopSchedule(CellGraph Cell, ForwardSchedule Forward, BackwardGraph Derivative, BackwardSchedule Backward)
{
    public static LoopSchedule Of(CellGraph cell)
    {
        var derivative = Differentiator.Differentiate(cell);
        return new LoopSchedule(cell, new ForwardSchedule(cell), derivative, BackwardScheduler.Schedule(derivative));
    }
}
