using RnnDsl.Generator.Common;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Methods;

/// <summary>What a method does before it computes the first layer.</summary>
/// <param name="ExtraTokens">The tokens beyond the vocabulary that it replaces; null without them.</param>
/// <param name="Input">The check of the input.</param>
/// <param name="Memory">The checks of the memory.</param>
/// <param name="State">The check of the state; null for a method that takes none.</param>
/// <param name="Initial">The state that a missing one is replaced by.</param>
/// <param name="ShortestLength">The least length of a sequence; null for a method that takes no lengths.</param>
internal sealed record MethodOpening(
    ExtraTokens? ExtraTokens, InputCheck Input, EquatableArray<MemoryCheck> Memory, StateCheck? State, MissingState Initial, long? ShortestLength);

/// <summary>Tokens beyond the vocabulary, which are read as the unknown token.</summary>
internal sealed record ExtraTokens(Polynomial Vocabulary, long Extra, long Unknown);

/// <summary>The check of an input: its shape, the table of tokens or the dtype and the device.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="Table">The property with the table of the tokens; null for other inputs.</param>
/// <param name="Weight">A weight whose dtype and device the input has; null where the author's own code reads it first, and may convert it.</param>
/// <param name="IsStep">Whether it is that of one time step.</param>
internal sealed record InputCheck(Shape Shape, string? Table, WeightReference? Weight, bool IsStep);

/// <summary>The check that a memory is the decoder's own.</summary>
/// <param name="Weight">A weight whose dtype and device it has.</param>
internal abstract record MemoryCheck(WeightReference? Weight);

/// <summary>The memory has the keys and values of an attention.</summary>
internal sealed record AttentionMemoryCheck(string Attention, WeightReference? Weight) : MemoryCheck(Weight);

/// <summary>The memory has a summary vector of each source.</summary>
internal sealed record SummaryCheck(Polynomial Size, WeightReference? Weight) : MemoryCheck(Weight);

/// <summary>The check of a state.</summary>
internal sealed record StateCheck(EquatableArray<StateTensor> States, WeightReference? Weight, bool ReadsMemory);

/// <summary>The state in place of a missing one.</summary>
internal enum MissingState
{
    /// <summary>It stays missing: layers take zeros.</summary>
    Stays,

    /// <summary>The initial state for the memory.</summary>
    OfMemory,

    /// <summary>The initial state for the batch.</summary>
    OfBatch,
}

/// <summary>A weight of the model, which has the dtype and the device of all.</summary>
/// <param name="Property">The property of its layer.</param>
/// <param name="Place">Where it is.</param>
internal sealed record WeightReference(string Property, WeightPlace Place)
{
    /// <summary>The recurrent layer; null for another layer.</summary>
    public Recurrence? Recurrence { get; init; }
}

/// <summary>Where a weight of the model is.</summary>
internal enum WeightPlace
{
    /// <summary>The parameter weight of a module.</summary>
    Module,

    /// <summary>The parameters of a user-defined cell.</summary>
    CellParameters,

    /// <summary>The parameters of a built-in cell.</summary>
    RecurrentWeights,

    /// <summary>The weights that the constructor keeps for the step.</summary>
    StepWeights,

    /// <summary>The library's module of a recurrent layer.</summary>
    LibraryModule,
}
