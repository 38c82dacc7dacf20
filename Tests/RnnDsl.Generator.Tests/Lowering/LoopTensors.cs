using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>The differentiable inputs of a loop, or their gradients.</summary>
/// <param name="Sequences">The input projection and the other sequences, by step.</param>
/// <param name="States">The initial states.</param>
/// <param name="Weights">The weights.</param>
internal sealed record LoopTensors(
    IReadOnlyDictionary<SequenceNode, IReadOnlyList<Rows>> Sequences, IReadOnlyDictionary<CellState, Rows> States, IReadOnlyDictionary<CellWeight, Rows> Weights)
{
    /// <summary>All of them, in the order of the cell.</summary>
    public IEnumerable<(string Name, IReadOnlyList<Rows> Values)> All(CellGraph cell) =>
        cell.Sequences.Select(sequence => (sequence.Name, Sequences[sequence]))
            .Concat(cell.States.Select(state => ("initial " + state.Name, (IReadOnlyList<Rows>)[States[state]])))
            .Concat(cell.Weights.Select(weight => (weight.Name, (IReadOnlyList<Rows>)[Weights[weight]])));
}

/// <summary>What a loop computes with.</summary>
/// <param name="Tensors">What has a gradient.</param>
/// <param name="Masks">The masks, by step.</param>
internal sealed record LoopInputs(LoopTensors Tensors, IReadOnlyDictionary<MaskNode, IReadOnlyList<Rows>> Masks)
{
    /// <summary>What stands for an attention: a matrix that maps the query, the first state of the previous step, to what is added to the input projection; null without one.</summary>
    public Rows? Attention { get; init; }

    /// <summary>An input of a step.</summary>
    public Rows this[LeafNode node, int t] => node switch
    {
        SequenceNode sequence => Tensors.Sequences[sequence][t],
        MaskNode mask => Masks[mask][t],
        VectorNode vector => Tensors.Weights[vector.Weight],
        _ => throw new InvalidOperationException($"A {node.GetType().Name} is no input."),
    };
}
