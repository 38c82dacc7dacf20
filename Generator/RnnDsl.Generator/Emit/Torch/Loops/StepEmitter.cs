using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes one step of all layers of a recurrence, equation by equation.</summary>
internal static class StepEmitter
{
    public static void Emit(RecurrentLayer layer, CellGraph cell, TypeNames names, SourceWriter writer)
    {
        var frame = new StepFrame(layer, names);
        frame.Emit(() => { }, EmitLayer, [.. cell.States.Select(Next)], writer);

        void EmitLayer()
        {
            writer.Line(CellInput.Weights(layer, "layer", names))
                .Line($"var projected = {CellInput.Project(layer, "input", names)};")
                .Line($"var size = projected.size(1) / {Literal.Of(layer.Gates)};");
            for (var i = 0; i < cell.States.Count; i++)
            {
                writer.Line($"var {cell.States[i].Name} = {frame.Previous(i)};");
            }

            EmitEquations(layer, cell, names, writer);
        }
    }

    private static void EmitEquations(RecurrentLayer layer, CellGraph cell, TypeNames names, SourceWriter writer)
    {
        var printer = new StepPrinter(cell, names);
        foreach (var mask in cell.Masks)
        {
            writer.Line($"var {mask.Name} = {ScanFrame.Mask(mask, layer, mask.Of.Name, "1", names)}.select(0, 0);");
        }

        foreach (var node in cell.Nodes.Where(StepPrinter.IsStatement))
        {
            writer.Line()
                .Line("// " + node.Equation)
                .Line($"var {(cell.StateOf(node) is { } state ? Next(state) : node.Name)} = {printer.Print(node)};");
        }
    }

    private static string Next(CellState state) => "next" + Identifiers.ToPascalCase(state.Name);

    /// <summary>Prints values as expressions.</summary>
    private sealed class StepPrinter(CellGraph cell, TypeNames names)
    {
        public static bool IsStatement(CellNode node) => node is not (LeafNode or SliceNode) && node.Equation.Length > 0;

        public string Print(CellNode node) => node switch
        {
            SumNode sum => $"{Read(sum.Left)} + {Read(sum.Right)}",
            TimesNode times => $"{Factor(times.Left)} * {Factor(times.Right)}",
            LerpNode lerp => $"{names.Torch}.lerp({Read(lerp.Start)}, {Read(lerp.End)}, {Read(lerp.Weight)})",
            FunctionNode function => $"{Primary(function.Operand)}.{function.Function.ToString().ToLowerInvariant()}()",
            ProductNode product => $"{names.Nn}.functional.linear({Read(product.Operand)}, {product.Weight.Expression}{(product.Bias is { } bias ? ", " + bias.Expression : "")})",
            NormNode norm => $"{names["CellNorm"]}.Of({Read(norm.Operand)}, {norm.Gain.Expression}{(norm.Bias is { } bias ? ", " + bias.Expression : "")})",
            SliceNode slice => $"{Primary(slice.Of)}.narrow(1, {slice.First}, {slice.Extent})",
            _ => Read(node),
        };

        private string Read(CellNode node) => node switch
        {
            VectorNode vector => vector.Weight.Expression,
            LeafNode => node.Name,
            _ when cell.StateOf(node) is { } state => Next(state),
            _ when IsStatement(node) => node.Name,
            _ => Print(node),
        };

        private string Factor(CellNode node) => node is SumNode && !IsStatement(node) ? $"({Print(node)})" : Read(node);

        private string Primary(CellNode node) => node is SumNode or TimesNode && !IsStatement(node) && cell.StateOf(node) is null ? $"({Print(node)})" : Read(node);
    }
}
