using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>The methods of a model.</summary>
/// <param name="Forward">The layers over a whole sequence.</param>
/// <param name="Step">The layers in one time step; null if there is none.</param>
internal sealed record ModelMethods(MethodPlan Forward, MethodPlan? Step)
{
    /// <summary>The memory of the sources; null for a model that reads none.</summary>
    public MemoryMethod? Memory { get; init; }

    /// <summary>The layers of a decoder that run step by step; null if there are none.</summary>
    public LayersLoop? Loop { get; init; }

    /// <summary>The initial state; null for a model without a state.</summary>
    public InitialStateMethod? InitialState { get; init; }

    /// <summary>The methods that return attention weights.</summary>
    public EquatableArray<AttentionWeightsMethod> AttentionWeights { get; init; }

    /// <summary>The number of output steps that the method of lengths computes; null if there is none.</summary>
    public TimeExtent? OutputLengths { get; init; }

    /// <summary>Whether there is the loss of a coverage.</summary>
    public bool HasCoverageLoss { get; init; }

    /// <summary>The loss of the head; null without one.</summary>
    public LossMethod? Loss { get; init; }

    /// <summary>The members of the class that bodies name: no local can have such a name.</summary>
    public EquatableArray<string> NamedMembers { get; init; }
}

/// <summary>The computation of the memory of the sources, once for each.</summary>
/// <param name="Values">The attention that reads the memory; null without one.</param>
/// <param name="Summary">The size of the summary vectors; null without them.</param>
/// <param name="Copied">The layer that copies source tokens; null without one.</param>
/// <param name="Weight">A weight whose dtype and device the memory has.</param>
internal sealed record MemoryMethod(AttentionValues? Values, Polynomial? Summary, CopiedTokens? Copied, WeightReference? Weight);

/// <summary>The values of an attention.</summary>
internal sealed record AttentionValues(string Attention, Polynomial Size);

/// <summary>The source tokens that a layer copies.</summary>
internal sealed record CopiedTokens(string Copy, Polynomial Vocabulary);

/// <summary>A state of zeros.</summary>
/// <param name="States">The state tensors.</param>
/// <param name="Memory">The checks of the memory that it is for; empty for a model that reads none.</param>
/// <param name="Weight">A weight whose dtype and device it has.</param>
internal sealed record InitialStateMethod(EquatableArray<StateTensor> States, EquatableArray<MemoryCheck> Memory, WeightReference? Weight)
{
    /// <summary>Whether it is for a memory; else for a number of sequences.</summary>
    public bool ReadsMemory { get; init; }
}

/// <summary>The layers above an attention, and its weights.</summary>
/// <param name="Name">The name of the method.</param>
/// <param name="Layer">The attention.</param>
/// <param name="Method">The layers above it.</param>
/// <param name="Result">The shape of the weights, as notes print it.</param>
internal sealed record AttentionWeightsMethod(string Name, LayerReference Layer, MethodPlan Method, string Result);

/// <summary>The loss of a head.</summary>
/// <param name="Loss">The loss.</param>
/// <param name="Output">The shape of the output.</param>
/// <param name="Lengths">The lengths that it takes; null where there are no padded steps.</param>
/// <param name="Window">The number of output steps, where windows change the lengths that it is given; else null.</param>
internal sealed record LossMethod(Loss Loss, Shape Output, LossLengths? Lengths, TimeExtent? Window);

/// <summary>The lengths that a loss takes.</summary>
internal enum LossLengths
{
    /// <summary>Those of the input.</summary>
    OfInput,

    /// <summary>Those of the targets of a decoder.</summary>
    OfTarget,
}
