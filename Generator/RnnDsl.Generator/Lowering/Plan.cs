using RnnDsl.Generator.Common;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Schedule;
using RnnDsl.Generator.Semantics;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering;

/// <summary>How a model is computed: which kernel each recurrence runs on and what is carried from call to call.</summary>
/// <param name="Model">What is computed.</param>
/// <param name="Recurrences">The recurrent layers in their order.</param>
internal sealed record Plan(Model Model, EquatableArray<Recurrence> Recurrences)
{
    /// <summary>The layers of a decoder that run step by step, because what one of them gives is read at the next step; null where none does.</summary>
    public StepLoop? Loop { get; init; }

    /// <summary>The attention of a decoder and the recurrence below it that run in one emitted loop, with its own derivative; null where none do.</summary>
    public AttentionRecurrence? AttentionRecurrence { get; init; }

    /// <summary>Whether some layers of a recurrence run over a sequence by themselves: all, or those above one that attends.</summary>
    public bool RunsLayers(Recurrence recurrence) => !recurrence.IsStepped || (AttentionRecurrence?.Layer == recurrence.Layer && recurrence.Layer.Layers > 1);

    /// <summary>What a decoder carries beside the states of its recurrences.</summary>
    public EquatableArray<StateTensor> ExtraState { get; init; }

    public bool CarriesState => Model.CarriesState;

    public bool HasStep => Model.HasStep;

    public bool HasState => Model.HasState;

    /// <summary>Why there is no <c>Step</c>; null where there is one.</summary>
    public string? NoStep => SingleStep.WhyNot(Model);

    /// <summary>How a recurrent layer is computed.</summary>
    public Recurrence Of(RecurrentLayer layer) => Recurrences.First(recurrence => recurrence.Layer == layer);

    /// <summary>The tensors of the state record, recurrence by recurrence.</summary>
    public IEnumerable<StateTensor> State => Recurrences.SelectMany(recurrence => recurrence.State).Concat(ExtraState);

    /// <summary>What is carried from step to step inside the loop.</summary>
    public IEnumerable<StateTensor> LoopState => Recurrences.Where(recurrence => recurrence.IsStepped).SelectMany(recurrence => recurrence.State).Concat(ExtraState);

    /// <summary>A tensor that a decoder carries beside the states of its recurrences; null where it does not.</summary>
    public StateTensor? ExtraStateOf(string kind) => ExtraState.FirstOrDefault(state => state.Kind == kind);
}

/// <summary>A recurrent layer and how it is computed.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Kernel">How a sequence is computed.</param>
/// <param name="StepsByCellOperation">Whether one step of the whole stack is one call of the runtime; else the step is emitted.</param>
/// <param name="State">What it carries.</param>
internal sealed record Recurrence(RecurrentLayer Layer, Kernel Kernel, bool StepsByCellOperation, EquatableArray<StateTensor> State)
{
    /// <summary>Whether it runs inside the loop of a decoder, step by step or with the attention above it, and never over a sequence by itself.</summary>
    public bool IsStepped { get; init; }

    /// <summary>The cell of the emitted step; null without one.</summary>
    public CellGraph? StepCell { get; init; }

    /// <summary>The emitted loop; null without one.</summary>
    public LoopSchedule? Loop { get; init; }

    /// <summary>The emitted step.</summary>
    public EmittedStep Step { get; init; }

    /// <summary>Whether TorchSharp's own module holds the weights.</summary>
    public bool HasModuleOfTorchSharp => Kernel == Kernel.FusedSequence;

    /// <summary>Whether one call of the module is all there is to a sequence without padding.</summary>
    public bool RunsInOneCall => Kernel == Kernel.FusedSequence && !Layer.Options.Reverse;
}

/// <summary>A tensor of the state record: [layers × directions, batch, size].</summary>
/// <param name="Name">Its property.</param>
/// <param name="Kind">Hidden or Cell; of a decoder also Fed, Coverage or AttentionRecurrence.</param>
/// <param name="Layer">Whose it is.</param>
/// <param name="Rows">How many layers and directions it has one of.</param>
/// <param name="Size">How long it is; null for as many numbers as a source has positions.</param>
internal sealed record StateTensor(string Name, string Kind, Layer Layer, int Rows, Polynomial? Size)
{
    public const string AttentionalFeed = "AttentionalFeed";

    public const string Coverage = "Coverage";

    public const string PreviousWeights = "PreviousWeights";

    /// <summary>Whether its recurrence has two directions.</summary>
    public bool IsBidirectional => Layer is RecurrentLayer { Bidirectional: true };
}

/// <summary>A recurrence whose state of the step before asks an attention.</summary>
/// <param name="Attention">The attention.</param>
/// <param name="Layer">The recurrence directly below it.</param>
internal sealed record AttentionRecurrence(AttentionLayer Attention, RecurrentLayer Layer);

/// <summary>Layers that run one step after the other.</summary>
/// <param name="First">The first of them, counted in the model's layers.</param>
/// <param name="Last">The last of them.</param>
internal sealed record StepLoop(int First, int Last);

/// <summary>What the emitted step of a recurrence is made of.</summary>
internal enum EmittedStep
{
    /// <summary>There is none: the model has no step, or the runtime's operations compute it.</summary>
    None,

    /// <summary>The step of the emitted loop.</summary>
    OfLoop,

    /// <summary>The graph of the cell.</summary>
    OfGraph,

    /// <summary>The graph of a user-defined cell, equation by equation.</summary>
    Equations,
}

internal enum Kernel
{
    /// <summary>One call computes the whole stack over the whole sequence: cuDNN on CUDA, oneDNN or libtorch's own loop on a CPU.</summary>
    FusedSequence,

    /// <summary>The same kernels, called layer by layer, with something between them or with weights of their own.</summary>
    FusedLayers,

    /// <summary>A loop over the steps stands in the emitted code.</summary>
    EmittedLoop,
}
