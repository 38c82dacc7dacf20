using RnnDsl.Generator.Common;
using RnnDsl.Generator.Equations;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Equations;

/// <summary>Writes one step of all layers of a cell of equations: each equation, and below it the line that computes it.</summary>
internal static class OwnStepEmitter
{
    public static void Emit(RecurrentLayer layer, TypeNames names, SourceWriter writer)
    {
        var (tensor, cell, options) = (names.Tensor, layer.Own!.Typed, layer.Options);
        var states = cell.States.Select(layer.Own.PropertyOf).ToList();
        var scope = new CellScope(layer, names, states.SelectMany(state => new[] { Before(state), After(state) }).Concat(["input", "layer"]), "input.size(0)");
        var printer = scope.Printer;
        printer.Declare(cell.Values.Input(LengthTerm.Known(CellLength.Features, "")), "input");

        var lines = new List<string>();
        var next = new Dictionary<CellStateSymbol, string>();
        foreach (var state in cell.States)
        {
            var local = scope.Allocate(LocalOf(state.Name) + "Previous");
            lines.Add($"var {local} = {Before(layer.Own.PropertyOf(state))}.select(0, layer);");
            printer.Declare(cell.Values.Previous(state), local);
        }

        if (options.RecurrentDropout > 0)
        {
            var output = printer.Print(cell.Values.Previous(cell.Output));
            var dropped = scope.Allocate("dropped");
            lines.Add($"var {dropped} = {output} * {names["Masks"]}.Shown({Literal.Of(options.RecurrentDropout)}, {output}, 1, training).select(0, 0);");
            printer.InProducts.Add(cell.Values.Previous(cell.Output), dropped);
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

        foreach (var state in cell.States.Where(state => options.Zoneout > 0 && !options.WithoutZoneout.Contains(layer.Own.PropertyOf(state))))
        {
            var previous = printer.Print(cell.Values.Previous(state));
            var kept = scope.Allocate(LocalOf(state.Name) + "Kept");
            lines.Add("");
            lines.Add($"// Zoneout: some of {state.Name.At(TimeIndex.Previous)} stays.");
            lines.Add($"var {kept} = {names.Torch}.lerp({next[state]}, {previous}, {names["Masks"]}.Kept({Literal.Of(options.Zoneout)}, {previous}, 1, training).select(0, 0));");
            next[state] = kept;
        }

        var results = string.Concat(states.Select(state => $", {tensor} {state}"));
        var parameters = string.Concat(states.Select(state => $", {tensor} {Before(state)}"));
        writer.Line($"/// <summary>The layers of <c>{layer.Key}</c>, one step: [batch, features] to [batch, {layer.StateSize}].</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private ({tensor} Output{results}) {EmittedMembers.StepLoop(layer)}({tensor} input{parameters})");
        using (writer.Braces())
        {
            printer.Scalars.Declare(names, writer);
            foreach (var state in states)
            {
                writer.Line($"var {After(state)} = new {tensor}[{Literal.Of(layer.Layers)}];");
            }

            writer.Line($"for (var layer = 0; layer < {Literal.Of(layer.Layers)}; layer++)");
            using (writer.Braces())
            {
                Loops.StepEmitter.EmitDropout(options, names, writer);
                if (cell.Parameters.Count > 0)
                {
                    writer.Line($"var weights = {layer.Property}.Layer(layer);");
                }

                foreach (var parameter in cell.Parameters)
                {
                    var read = $"weights[{Literal.Of(parameter.Name.Key)}]";
                    writer.Line($"var {scope[parameter]} = " + (parameter.IsMatrix && options.WeightDrop > 0 && ReadsState(cell, parameter)
                        ? $"{names.Nn}.functional.dropout({read}, {Literal.Of(options.WeightDrop)}, training);" : read + ";"));
                }

                foreach (var line in lines)
                {
                    writer.Line(line);
                }

                writer.Line();
                foreach (var state in cell.States)
                {
                    writer.Line($"{After(layer.Own.PropertyOf(state))}[layer] = {next[state]}{Expanded(state)};");
                }

                var output = next[cell.Output] + Expanded(cell.Output);
                writer.Line(options.Residual ? $"input += {output};" : $"input = {output};");
            }

            writer.Line().Line($"return (input, {string.Join(", ", states.Select(state => $"{names.Torch}.stack({After(state)})"))});");
        }

        writer.Line();

        // A state that depends on weights alone is the same for all sequences of the batch.
        string Expanded(CellStateSymbol state) =>
            new Generator.Equations.Analysis.ValueFacts(cell).Of(state.Next!) == Generator.Equations.Analysis.Dependence.Parameters && options.Zoneout <= 0 ? ".expand(input.size(0), -1)" : "";
    }

    /// <summary>Whether a matrix multiplies what depends on a state.</summary>
    private static bool ReadsState(TypedCell cell, CellParameter parameter)
    {
        var facts = new Generator.Equations.Analysis.ValueFacts(cell);
        return facts.All.OfType<ProductValue>().Any(product => product.Matrix == parameter && facts.Of(product.Operand) == Generator.Equations.Analysis.Dependence.State);
    }

    /// <summary>What a value is called: h_tilde becomes hTilde.</summary>
    private static string LocalOf(CellName name) => Identifiers.ToCamelCase(Identifiers.ToPascalCase(name.Key));

    private static string Before(string state) => Identifiers.ToCamelCase(state) + "Before";

    private static string After(string state) => Identifiers.ToCamelCase(state) + "After";
}
