using RnnDsl.Generator.Common;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering;

/// <summary>Chooses how a model is computed.</summary>
internal static class Lowerer
{
    public static Plan Lower(Model model)
    {
        var layers = model.Recurrences.ToList();
        var recurrences = layers.Select(layer => new Recurrence(layer, KernelOf(layer), State(layer, layers.Count > 1)));
        return new Plan(model, recurrences.ToEquatableArray());
    }

    private static Kernel KernelOf(RecurrentLayer layer) => layer.ResetsBefore ? Kernel.EmittedLoop : Kernel.FusedSequence;

    /// <summary>With one recurrence its states are Hidden and Cell; with several each bears its layer's name.</summary>
    private static EquatableArray<StateTensor> State(RecurrentLayer layer, bool several) =>
        layer.States.Select(state => new StateTensor(several ? layer.Property + state : state, layer)).ToEquatableArray();
}
