using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Operations;

namespace RnnDsl.Generator.Lowering;

/// <summary>An attention and the recurrence below it, whose previous state is its query, in one emitted loop with a backward pass of its own.</summary>
/// <param name="Attention">The layer of the attention.</param>
/// <param name="Operation">The attention.</param>
/// <param name="Layer">The recurrence directly below it.</param>
internal sealed record AttentionRecurrence(LayerReference Attention, PreviousStateAttentionOperation Operation, LayerReference Layer)
{
    /// <summary>
    /// A recurrence to whose pre-activations the projected context vector can be added, directly below an attention that fits into its loop. The layers of a stack above
    /// the first run on the fused kernel. Null for other layers.
    /// </summary>
    /// <param name="layers">The layers of the decoder.</param>
    /// <param name="loop">Those that run step by step.</param>
    public static AttentionRecurrence? Of(IReadOnlyList<Layer> layers, StepLoop loop) => loop.Last == loop.First + 1 ? Join(layers[loop.First], layers[loop.Last]) : null;

    private static AttentionRecurrence? Join(Layer above, Layer below) =>
        above.Operations.OfType<PreviousStateAttentionOperation>().FirstOrDefault() is { FitsIntoLoop: true } attention && attention.Of == below.Key
        && below.Operations.OfType<RecurrenceOperation>().FirstOrDefault() is { TakesContextInLoop: true } recurrence
        && (recurrence.Layers == 1 || Kernels.Of(recurrence) == Kernel.FusedSequence)
            ? new AttentionRecurrence(above.Reference, attention, below.Reference)
            : null;
}
