using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Equations;
using RnnDsl.Generator.Lowering.Inference;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Lowering.Graphs;

/// <summary>One layer of a cell in one direction: its weights, what depends on the input alone for all steps, and a loop with the other values.</summary>
internal sealed class GraphCell
{
    private readonly RecurrenceOperation _operation;

    public GraphCell(LayerReference layer, RecurrenceOperation operation)
    {
        (Layer, _operation, Inference) = (layer, operation, InferenceCell.Of(operation));
        if (operation.UserCell is { Typed: { Matrices.Count: > 0 } typed })
        {
            var nodes = new EquationNodes(typed, new ValueFacts(typed));
            Matrices = [.. typed.Matrices.Where(matrix => MatrixRows.Of(matrix) is null).Select(matrix => (matrix, nodes[matrix.Formula!]))];
        }
    }

    public LayerReference Layer { get; }

    /// <summary>The values of a step, and the part that computes each.</summary>
    public InferenceCell Inference { get; }

    /// <summary>The matrices that are made of others, and what they are made of.</summary>
    public IReadOnlyList<(CellParameter Matrix, CellNode Formula)> Matrices { get; } = [];

    /// <summary>Whether its weights are those of a built-in cell; else they are the parameters of a user-defined one.</summary>
    public bool IsBuiltIn => _operation.UserCell is null;

    /// <summary>The sizes of its states.</summary>
    public IEnumerable<Polynomial> StateSizes => _operation.States.Select(state => state.Size);

    /// <summary>A width with the sizes of the layer.</summary>
    /// <param name="extent">The width.</param>
    /// <param name="features">The number of input features, which differs between stacked layers.</param>
    public Polynomial Width(CellExtent extent, Polynomial features) => extent.With(name => LayerSizes.Of(_operation, name, features));
}
