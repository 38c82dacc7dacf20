using RnnDsl.Generator.Common;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering;

/// <summary>Chooses how a model is computed.</summary>
internal static class Lowerer
{
    public static Plan Lower(Model model)
    {
        var layers = model.Recurrences.ToList();
        var recurrences = layers.Select(layer => new Recurrence(layer, KernelOf(layer), StepsByCellOperation(layer), State(layer, layers.Count > 1)));
        return new Plan(model, recurrences.ToEquatableArray());
    }

    private static Kernel KernelOf(RecurrentLayer layer) => layer.Options switch
    {
        _ when LeavesFusedKernel(layer) => Kernel.EmittedLoop,
        _ when layer.Own is not null => Kernel.FusedLayers,
        { LockedDropout: > 0 } or { WeightDrop: > 0 } or { Residual: true } or { Merge: not MergeKind.Concat } => Kernel.FusedLayers,
        _ when layer.Projection is not null => Kernel.FusedLayers,
        _ => Kernel.FusedSequence,
    };

    /// <summary>Whether something acts inside the cell that the fused kernels do not know.</summary>
    private static bool LeavesFusedKernel(RecurrentLayer layer) =>
        layer.ResetsBefore || layer.Own is { Known: not { HasKernel: true } } || layer.Options is { RecurrentDropout: > 0 } or { Zoneout: > 0 } or { LayerNorm: true } or { Peepholes: true };

    /// <summary>The runtime's step knows standard cells with dropout between them.</summary>
    private static bool StepsByCellOperation(RecurrentLayer layer) => KernelOf(layer) == Kernel.FusedSequence;

    /// <summary>With one recurrence its states are Hidden and Cell; with several each bears its layer's name.</summary>
    private static EquatableArray<StateTensor> State(RecurrentLayer layer, bool several) =>
        layer.States.Select(state => new StateTensor(several ? layer.Property + state : state, state, layer)).ToEquatableArray();
}
