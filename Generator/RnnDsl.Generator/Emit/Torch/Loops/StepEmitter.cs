using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes one step of all layers of a recurrence: by the step of its loop where that has the same graph, else equation by equation.</summary>
internal static class StepEmitter
{
    /// <param name="recurrence">A recurrence with an emitted step.</param>
    /// <param name="frame">The method around the equations.</param>
    /// <param name="cell">The names in the method, and where its weights come from.</param>
    /// <param name="scalars">The scalar constants.</param>
    /// <param name="names">How types are written.</param>
    /// <param name="writer">Where to.</param>
    public static void Emit(Recurrence recurrence, StepFrame frame, IStepScope cell, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        var graph = recurrence.StepCell!;

        // Everything is printed before anything is written: printing determines which sizes are read.
        var states = graph.States.ToList();
        var before = graph.Nodes.OfType<PreviousNode>().Select(previous => $"var {cell.Local(previous)} = {frame.Previous(states.IndexOf(previous.State))};")
            .Concat(graph.Masks.Select(mask => $"var {cell.Local(mask)} = {UnrollFrame.Mask(mask, recurrence, cell.Local(graph.PreviousOf(mask.Of)!), "1", names)}.select(0, 0);"))
            .Concat(cell.Prepare(graph))
            .ToList();
        var printer = new NodePrinter(scalars, names, cell.Weight, cell.Batch, cell.Dimension);
        foreach (var leaf in graph.Nodes.Where(node => node is PreviousNode or MaskNode))
        {
            printer.Declare(leaf, cell.Local(leaf));
        }

        var step = new StepPrinter(graph, printer, cell.Local);
        var (lines, next) = recurrence.Step == EmittedStep.OfLoop
            ? (Call(), graph.States.Select(state => cell.Local(state.Next)))
            : ([.. step.Print().Prepend("")], step.Next.Zip(states, (next, state) => next + (state.Next.IsOfWeights ? $".expand({cell.Batch}, -1)" : "")));
        frame.Emit(
            () =>
            {
                cell.Declare(writer, printer.Sizes);
                foreach (var line in before.Concat(lines))
                {
                    writer.Line(line);
                }
            },
            [.. next],
            writer);

        List<string> Call()
        {
            var results = string.Join(", ", states.Select(state => cell.Local(state.Next)));
            List<string> given =
            [
                .. graph.Sequences.Select(sequence => sequence.Name), .. states.Select(state => cell.Local(graph.PreviousOf(state)!)),
                .. graph.Masks.Select(cell.Local), .. graph.Weights.Select(weight => cell.Weight(weight)!),
            ];
            return [$"var {(states.Count == 1 ? results : $"({results})")} = {TorchMembers.Loop(recurrence.Layer.Property)}.Step({string.Join(", ", given)});"];
        }
    }
}

/// <summary>The names in the method of a step, and where its weights come from.</summary>
internal interface IStepScope
{
    /// <summary>The size of the batch, as code.</summary>
    string Batch { get; }

    /// <summary>The last dimension: -1 where some values are vectors.</summary>
    int Dimension { get; }

    /// <summary>The local of a value.</summary>
    string Local(CellNode node);

    /// <summary>How a weight is written; null for the gain of a normalisation that has none.</summary>
    string? Weight(CellWeight weight);

    /// <summary>The statements behind those of states and masks.</summary>
    IEnumerable<string> Prepare(CellGraph graph);

    /// <summary>Writes the first statements, with the weights of the layer and the sizes that values read.</summary>
    void Declare(SourceWriter writer, IEnumerable<string> sizes);
}
