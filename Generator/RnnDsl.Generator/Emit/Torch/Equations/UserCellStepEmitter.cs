using RnnDsl.Generator.Common;
using RnnDsl.Generator.Emit.Torch.Loops;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>Writes one step of all layers of a cell of equations: each equation, and below it the line that computes it.</summary>
internal static class UserCellStepEmitter
{
    public static void Emit(RecurrentLayer layer, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        var (userCell, cell, options) = (layer.UserCell!, layer.UserCell!.Typed, layer.Options);
        var frame = new StepFrame(layer, scalars, names);
        var scope = new CellScope(layer, scalars, names, frame.Locals.Concat(ScopeNames.CellStep), "input.size(0)");
        var printer = scope.Printer;
        printer.Declare(cell.Values.Input(LengthTerm.Known(CellLength.Features, "")), "input");

        var lines = new List<string>();
        var next = new Dictionary<CellStateSymbol, string>();
        for (var i = 0; i < cell.States.Count; i++)
        {
            var local = scope.Allocate(LocalOf(cell.States[i].Name) + "Previous");
            lines.Add($"var {local} = {frame.Previous(i)};");
            printer.Declare(cell.Values.Previous(cell.States[i]), local);
        }

        if (options.RecurrentDropout > 0)
        {
            var output = printer.Print(cell.Values.Previous(cell.Output));
            var dropped = scope.Allocate("dropped");
            lines.Add($"var {dropped} = {output} * {UnrollFrame.RecurrentDropout(layer, output, "1", names)}.select(0, 0);");
            printer.InProducts.Add(cell.Values.Previous(cell.Output), dropped);
        }

        if (options.WeightDrop > 0)
        {
            lines.Add("");
            lines.Add("// Weight drop on the recurrent projections.");
            foreach (var product in scope.Facts.RecurrentProducts.OrderBy(product => product.Number))
            {
                var dropped = scope.Allocate(scope[product.Matrix] + "Dropped");
                lines.Add($"var {dropped} = {Dropped(product)};");
                printer.Dropped.Add(product, dropped);
            }
        }

        foreach (var definition in cell.Definitions)
        {
            if (definition.Value is NumberValue)
            {
                continue;
            }

            var local = scope.Allocate(LocalOf(definition.Name));
            lines.Add("");
            lines.Add("// " + definition.Text);
            lines.Add($"var {local} = {printer.Print(definition.Value)};");
            printer.Declare(definition.Value, local);
            if (cell.States.FirstOrDefault(state => state.Name == definition.Name) is { } state)
            {
                next[state] = local;
            }
        }

        foreach (var state in cell.States.Where(state => options.Zoneout > 0 && !options.WithoutZoneout.Contains(userCell.PropertyOf(state))))
        {
            var previous = printer.Print(cell.Values.Previous(state));
            var kept = scope.Allocate(LocalOf(state.Name) + "Zoneout");
            lines.Add("");
            lines.Add($"// Zoneout: some elements keep the value of {state.Name.At(TimeIndex.Previous)}.");
            lines.Add($"var {kept} = {names.Torch}.lerp({next[state]}, {previous}, {UnrollFrame.Zoneout(layer, previous, "1", names)}.select(0, 0));");
            next[state] = kept;
        }

        frame.Emit(EmitLayer, [.. cell.States.Select(state => next[state] + Expanded(state))], writer);

        void EmitLayer()
        {
            if (cell.Parameters.Count > 0)
            {
                writer.Line($"var weights = {layer.Property}.Layer({frame.Index});");
            }

            scope.DeclareParameters(writer);
            scope.DeclareSizes(cell, frame.All, "input", writer);
            foreach (var line in lines)
            {
                writer.Line(line);
            }
        }

        // Columns that multiply the input alone stay.
        string Dropped(ProductValue product)
        {
            var columns = SumTerms.Of(product, _ => false).Products
                .Select(term => scope.Facts.Of(term.Operand) == Dependence.State ? Drop(scope.Columns(term)) : scope.Columns(term))
                .ToList();
            return columns.Count == 1 ? columns[0] : $"{names.Torch}.cat([{string.Join(", ", columns)}], 1)";
        }

        string Drop(string weights) => $"{names.Nn}.functional.dropout({weights}, {Literal.Of(options.WeightDrop)}, {names.Training})";

        // A state that depends on weights alone is the same for all sequences of the batch.
        string Expanded(CellStateSymbol state) =>
            scope.Facts.Of(state.Next!) == Dependence.Parameters && options.Zoneout <= 0 ? ".expand(input.size(0), -1)" : "";
    }

    /// <summary>What a value is called: h_tilde becomes hTilde.</summary>
    private static string LocalOf(CellName name) => Identifiers.ToCamelCase(Identifiers.ToPascalCase(name.Key));
}
