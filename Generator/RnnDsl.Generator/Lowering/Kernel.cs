using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering;

/// <summary>What computes a recurrence over a sequence.</summary>
internal enum Kernel
{
    /// <summary>One call computes the whole stack over the whole sequence: cuDNN on CUDA; on a CPU oneDNN, or the kernels of the runtime layer by layer.</summary>
    FusedSequence,

    /// <summary>The same kernels, called layer by layer, with operations between the layers or with weights computed for the call.</summary>
    FusedLayers,

    /// <summary>A loop over the steps in the emitted code.</summary>
    EmittedLoop,
}

/// <summary>Chooses the kernels of recurrences.</summary>
internal static class Kernels
{
    public static Kernel Of(RecurrenceOperation recurrence) => recurrence.Options switch
    {
        _ when LeavesFusedKernel(recurrence) => Kernel.EmittedLoop,
        _ when recurrence.UserCell is not null => Kernel.FusedLayers,
        { LockedDropout: > 0 } or { WeightDrop: > 0 } or { Residual: true } or { Merge: not MergeKind.Concat } => Kernel.FusedLayers,
        _ when recurrence.Projection is not null => Kernel.FusedLayers,
        _ => Kernel.FusedSequence,
    };

    /// <summary>Whether the cell has an option that the fused kernels lack.</summary>
    private static bool LeavesFusedKernel(RecurrenceOperation recurrence) =>
        recurrence.ResetsBefore || recurrence.UserCell is { Recognised: not { HasKernel: true } }
        || recurrence.Options is { RecurrentDropout: > 0 } or { Zoneout: > 0 } or { LayerNorm: true } or { Peepholes: true };
}
