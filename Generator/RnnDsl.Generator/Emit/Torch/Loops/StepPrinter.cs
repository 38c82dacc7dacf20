using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Prints one time step of a cell: each equation as a comment, and below it what computes it.</summary>
/// <param name="cell">The cell.</param>
/// <param name="printer">Prints the values.</param>
/// <param name="local">The local of a value with a name.</param>
internal sealed class StepPrinter(CellGraph cell, NodePrinter printer, Func<CellNode, string> local)
{
    /// <summary>The locals of a loop's step: a value's own name, and that of a state's next value.</summary>
    public static Func<CellNode, string> LocalsOf(CellGraph cell) => node => cell.StateOf(node) is { } state ? "next" + Identifiers.ToPascalCase(state.Name) : node.Name;

    /// <summary>The step's statements.</summary>
    public List<string> Print()
    {
        var lines = new List<string>();
        foreach (var node in cell.Nodes.Where(node => node is not (LeafNode or SliceNode) && node.Name.Length > 0))
        {
            if (lines.Count > 0)
            {
                lines.Add("");
            }

            lines.AddRange(node.EquationLines.Select(line => "// " + line));
            var name = local(node);
            lines.Add($"var {name} = {printer.PrintAnew(node)};");
            printer.Declare(node, name);
        }

        return lines;
    }

    /// <summary>The states after the step.</summary>
    public IReadOnlyList<string> Next => [.. cell.States.Select(state => printer.Print(state.Next))];
}
