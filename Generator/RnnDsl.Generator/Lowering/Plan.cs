using RnnDsl.Generator.Common;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Lowering;

/// <summary>How a model is computed: which kernel each recurrence runs on and what is carried from call to call.</summary>
/// <param name="Model">What is computed.</param>
/// <param name="Recurrences">The recurrent layers in their order.</param>
internal sealed record Plan(Model Model, EquatableArray<Recurrence> Recurrences)
{
    public bool CarriesState => Model.CarriesState;

    public bool HasStep => Model.HasStep;

    public bool HasState => Model.HasState;

    /// <summary>Why there is no <c>Step</c>; null where there is one.</summary>
    public string? NoStep => SingleStep.WhyNot(Model);

    /// <summary>The tensors of the state record, recurrence by recurrence.</summary>
    public IEnumerable<StateTensor> State => Recurrences.SelectMany(recurrence => recurrence.State);
}

/// <summary>A recurrent layer and the kernel it runs on.</summary>
internal sealed record Recurrence(RecurrentLayer Layer, Kernel Kernel, EquatableArray<StateTensor> State);

/// <summary>A tensor of the state record: [layers × directions, batch, hidden].</summary>
/// <param name="Name">Its property.</param>
/// <param name="Layer">Whose it is.</param>
internal sealed record StateTensor(string Name, RecurrentLayer Layer);

internal enum Kernel
{
    /// <summary>One call computes the whole sequence: cuDNN on CUDA, oneDNN or libtorch's own loop on a CPU.</summary>
    FusedSequence,

    /// <summary>A loop over the steps stands in the emitted code.</summary>
    EmittedLoop,
}
