using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Computes a graph node by node, step by step.</summary>
internal static class GraphInterpreter
{
    /// <summary>The values of all nodes at every step.</summary>
    public static IReadOnlyList<IReadOnlyDictionary<CellNode, Rows>> Run(CellGraph cell, LoopInputs inputs, Sizes sizes)
    {
        var steps = new List<IReadOnlyDictionary<CellNode, Rows>>();
        var states = inputs.Tensors.States;
        for (var t = 0; t < Sizes.Steps; t++)
        {
            var values = new Dictionary<CellNode, Rows>();
            foreach (var node in cell.Nodes)
            {
                values.Add(node, node switch
                {
                    PreviousNode previous => states[previous.State],
                    ProjectedNode projected when inputs.Attention is { } attention => inputs[projected, t] + states[cell.States[0]].Times(attention),
                    LeafNode input => inputs[input, t],
                    _ => NodeValues.Compute(node, inputs.Tensors.Weights, sizes, operand => values[operand]),
                });
            }

            states = cell.States.ToDictionary(state => state, state => values[state.Next].Expand(Sizes.Batch));
            steps.Add(values);
        }

        return steps;
    }

    /// <summary>The states after every step.</summary>
    public static IReadOnlyList<Rows> States(CellState state, IReadOnlyList<IReadOnlyDictionary<CellNode, Rows>> steps) =>
        [.. steps.Select(values => values[state.Next].Expand(Sizes.Batch))];
}
