using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Lowering.Rows;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Lowering.Inference;

/// <summary>
/// A layer of a recurrence without a derivative: nothing is saved but what the next part reads. Each part is a list of stages over rows, as a loop in training has them.
/// </summary>
/// <param name="Cell">The values of a step, from the layer's input on.</param>
/// <param name="Schedule">Where they lie.</param>
/// <param name="Constants">What depends on weights alone: computed once.</param>
/// <param name="Inputs">What depends on the input, and on no state: computed for all steps of a block before the first.</param>
/// <param name="Step">What depends on a state: computed step by step.</param>
internal sealed record InferenceCell(CellGraph Cell, ForwardSchedule Schedule, IReadOnlyList<RowStage> Constants, IReadOnlyList<RowStage> Inputs, IReadOnlyList<RowStage> Step)
{
    private readonly Dictionary<CellNode, InferencePart> _parts = PartsOf(Cell);

    /// <summary>The cell of a layer, with its options in evaluation mode.</summary>
    public static InferenceCell Of(RecurrenceOperation layer)
    {
        var cell = InferenceGraph.Of(layer);
        var parts = PartsOf(cell);
        var schedule = new ForwardSchedule(cell, cell.Nodes.SelectMany(node => node.Operands.Where(operand => operand is not LeafNode && parts[operand] < parts[node])).Select(Whole));
        return new InferenceCell(cell, schedule, Stages(InferencePart.Constants), Stages(InferencePart.Inputs), Stages(InferencePart.Step));

        IReadOnlyList<RowStage> Stages(InferencePart part) => ForwardRows.Schedule(cell, schedule, cell.Nodes.Where(node => node is not LeafNode && parts[node] == part));
    }

    /// <summary>The part that computes a value.</summary>
    public InferencePart PartOf(CellNode node) => _parts[node];

    /// <summary>The value that lies in memory where columns of it are read.</summary>
    private static CellNode Whole(CellNode node) => node is SliceNode slice ? Whole(slice.Of) : node;

    private static Dictionary<CellNode, InferencePart> PartsOf(CellGraph cell)
    {
        var parts = new Dictionary<CellNode, InferencePart>();
        foreach (var node in cell.Nodes)
        {
            // The next value of a state belongs to its step, whatever it is made of.
            parts.Add(node, cell.StateOf(node) is not null ? InferencePart.Step : node switch
            {
                PreviousNode => InferencePart.Step,
                SequenceNode => InferencePart.Inputs,

                // A matrix takes as much memory as many steps of vectors.
                OuterNode outer when outer.Left.Extent != CellExtent.One && outer.Operands.Any(operand => parts[operand] == InferencePart.Inputs) => InferencePart.Step,
                _ => node.Operands.Select(operand => parts[operand]).DefaultIfEmpty(InferencePart.Constants).Max(),
            });
        }

        return parts;
    }
}

/// <summary>The parts of a step, in their order; what a part reads belongs to it or to one before.</summary>
internal enum InferencePart
{
    Constants,
    Inputs,
    Step,
}
