using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>Writes one step of all layers of a cell of equations: each equation, and below it the line that computes it.</summary>
internal static class UserCellStepEmitter
{
    public static void Emit(RecurrentLayer layer, CellGraph cell, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        var frame = new StepFrame(layer, scalars, names);
        var scope = new CellScope(layer, scalars, names, frame.Locals.Concat(ScopeNames.CellStep), "input.size(0)");
        var locals = new Dictionary<CellNode, string>();

        // Everything is printed before anything is written: by then the sizes that it speaks of are known.
        var before = new List<string>();
        foreach (var previous in cell.Nodes.OfType<PreviousNode>())
        {
            before.Add($"var {Local(previous)} = {frame.Previous(cell.States.ToList().IndexOf(previous.State))};");
        }

        foreach (var mask in cell.Masks)
        {
            before.Add($"var {Local(mask)} = {UnrollFrame.Mask(mask, layer, Local(cell.PreviousOf(mask.Of)!), "1", names)}.select(0, 0);");
        }

        var dropped = cell.Nodes.OfType<ProductNode>().Select(product => product.Weight).Where(weight => weight.Source is DroppedMatrix).ToList();
        if (dropped.Count > 0)
        {
            before.Add("");
            before.Add("// Weight drop on the recurrent projections.");
            before.AddRange(dropped.Select(weight => $"var {scope.Declare(weight)} = {Dropped((DroppedMatrix)weight.Source)};"));
        }

        var printer = new NodePrinter(scalars, names, scope.Weight, "input.size(0)", -1);
        foreach (var leaf in cell.Nodes.Where(node => node is PreviousNode or MaskNode))
        {
            printer.Declare(leaf, Local(leaf));
        }

        var step = new StepPrinter(cell, printer, Local);
        var lines = step.Print();
        frame.Emit(EmitLayer, [.. step.Next.Zip(cell.States, (next, state) => next + (NodePrinter.IsOfWeights(state.Next) ? ".expand(input.size(0), -1)" : ""))], writer);

        void EmitLayer()
        {
            if (layer.UserCell!.Typed.Parameters.Count > 0)
            {
                writer.Line($"var weights = {layer.Property}.Layer({frame.Index});");
            }

            scope.DeclareParameters(writer);
            scope.DeclareSizes(layer.UserCell.Typed, frame.All, "input", writer);
            foreach (var line in before.Append("").Concat(lines))
            {
                writer.Line(line);
            }
        }

        string Local(CellNode node)
        {
            if (!locals.TryGetValue(node, out var local))
            {
                locals.Add(node, local = scope.Allocate(Identifiers.ToLocal(node is PreviousNode ? node.Name + "Previous" : node.Name)));
            }

            return local;
        }

        // Columns that multiply the input alone stay.
        string Dropped(DroppedMatrix matrix)
        {
            var columns = matrix.Columns.Select(column => column.IsDropped ? Drop(scope.Columns(column.Term)) : scope.Columns(column.Term)).ToList();
            return columns.Count == 1 ? columns[0] : $"{names.Torch}.cat([{string.Join(", ", columns)}], 1)";
        }

        string Drop(string weights) => $"{names.Nn}.functional.dropout({weights}, {Literal.Of(layer.Options.WeightDrop)}, {names.Training})";
    }
}
