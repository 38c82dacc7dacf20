using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Derivative;
using RnnDsl.Generator.Lowering.Scans;

namespace RnnDsl.Generator.Lowering.Schedule;

/// <summary>A cell over all time steps: its forward pass and its backward pass.</summary>
/// <param name="Cell">One step.</param>
/// <param name="Forward">The forward pass.</param>
/// <param name="Derivative">The derivative of the step.</param>
/// <param name="Backward">The backward pass.</param>
internal sealed record LoopSchedule(CellGraph Cell, ForwardSchedule Forward, BackwardGraph Derivative, BackwardSchedule Backward)
{
    /// <summary>The states as linear functions of their previous values, each after those that it reads: all steps at once are scans of them. Null where some are not linear.</summary>
    public IReadOnlyList<LinearGroup>? Scans { get; init; }

    public static LoopSchedule Of(CellGraph cell)
    {
        var derivative = Differentiator.Differentiate(cell);
        return new LoopSchedule(cell, new ForwardSchedule(cell), derivative, BackwardScheduler.Schedule(derivative)) { Scans = LinearStates.Of(cell) };
    }
}
