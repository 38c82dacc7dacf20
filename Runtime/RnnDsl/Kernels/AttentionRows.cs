using System.ComponentModel;

namespace RnnDsl.Kernels;

/// <summary>
/// The memory of an attention in a loop: what its steps forward and backward read or write, row by row. The scores are q · k, or v · tanh(W q + k) where the query has a weight.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class AttentionRows
{
    /// <summary>The number of source positions.</summary>
    public required int Positions { get; init; }

    /// <summary>The keys k, [batch, positions · size].</summary>
    public required StepMemory Keys { get; init; }

    /// <summary>The number of columns of a key.</summary>
    public required int KeySize { get; init; }

    /// <summary>The values m, [batch, positions · features].</summary>
    public required StepMemory Values { get; init; }

    /// <summary>The number of columns of a value.</summary>
    public required int ValueSize { get; init; }

    /// <summary>The attention weights α of each step, [time, batch, positions].</summary>
    public required StepMemory Weights { get; init; }

    /// <summary>The weight of the query, packed transposed for the backward pass; <c>null</c> for scores q · k.</summary>
    public PackedWeight? QueryWeight { get; init; }

    /// <summary>W q, [time, batch, size].</summary>
    public StepMemory Queries { get; init; }

    /// <summary>v of additive scores, [size].</summary>
    public StepMemory Score { get; init; }

    /// <summary>The weight of the context vector, packed transposed for the backward pass; <c>null</c> for values that are projected already.</summary>
    public PackedWeight? ContextWeight { get; init; }
}
