using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes one step of all layers of a recurrence, equation by equation.</summary>
internal static class StepEmitter
{
    public static void Emit(RecurrentLayer layer, CellGraph cell, TypeNames names, SourceWriter writer)
    {
        var tensor = names.Tensor;
        var options = layer.Options;
        var results = string.Concat(layer.States.Select(state => $", {tensor} {state}"));
        var parameters = string.Concat(cell.States.Select(state => $", {tensor} {Before(state)}"));
        writer.Line($"/// <summary>The layers of <c>{layer.Key}</c>, one step: [batch, features] to [batch, {layer.StateSize}].</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private ({tensor} Output{results}) {EmittedMembers.StepLoop(layer)}({tensor} input{parameters})");
        using (writer.Braces())
        {
            foreach (var state in cell.States)
            {
                writer.Line($"var {After(state)} = new {tensor}[{Literal.Of(layer.Layers)}];");
            }

            writer.Line($"for (var layer = 0; layer < {Literal.Of(layer.Layers)}; layer++)");
            using (writer.Braces())
            {
                EmitDropout(options, names, writer);
                writer.Line(CellInput.Weights(layer, "layer"))
                    .Line($"var projected = {CellInput.Project(layer, "input", names)};")
                    .Line($"var size = projected.size(1) / {Literal.Of(layer.Gates)};");
                foreach (var state in cell.States)
                {
                    writer.Line($"var {state.Name} = {Before(state)}.select(0, layer);");
                }

                EmitEquations(layer, cell, names, writer);
                writer.Line();
                foreach (var state in cell.States)
                {
                    writer.Line($"{After(state)}[layer] = {Next(state)};");
                }

                writer.Line(options.Residual ? $"input += {Next(cell.States[0])};" : $"input = {Next(cell.States[0])};");
            }

            writer.Line().Line($"return (input, {string.Join(", ", cell.States.Select(state => $"{names.Torch}.stack({After(state)})"))});");
        }

        writer.Line();
    }

    /// <summary>Writes the dropout between two layers.</summary>
    public static void EmitDropout(RecurrentOptions options, TypeNames names, SourceWriter writer)
    {
        // In a single step one mask for all steps is one mask.
        var probability = Math.Max(options.Dropout, options.LockedDropout);
        if (probability > 0)
        {
            writer.Line("if (layer > 0)");
            using (writer.Braces())
            {
                writer.Line($"input = {names.Nn}.functional.dropout(input, {Literal.Of(probability)}, training);");
            }

            writer.Line();
        }
    }

    private static void EmitEquations(RecurrentLayer layer, CellGraph cell, TypeNames names, SourceWriter writer)
    {
        var printer = new StepPrinter(cell, names);
        foreach (var mask in cell.Masks)
        {
            writer.Line($"var {mask.Name} = {names["Masks"]}." + (mask.Keeps
                ? $"Kept({Literal.Of(layer.Options.Zoneout)}, {mask.Of.Name}"
                : $"Shown({Literal.Of(layer.Options.RecurrentDropout)}, {mask.Of.Name}") + ", 1, training).select(0, 0);");
        }

        foreach (var node in cell.Nodes.Where(StepPrinter.IsStatement))
        {
            writer.Line()
                .Line("// " + node.Equation)
                .Line($"var {(cell.StateOf(node) is { } state ? Next(state) : node.Name)} = {printer.Print(node)};");
        }
    }

    private static string Before(CellState state) => state.Name + "Before";

    private static string After(CellState state) => state.Name + "After";

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
