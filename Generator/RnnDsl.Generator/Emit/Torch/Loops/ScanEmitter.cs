using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes how one layer runs over a sequence in one direction.</summary>
internal static class ScanEmitter
{
    public static void Emit(RecurrentLayer layer, CellGraph cell, TypeNames names, SourceWriter writer)
    {
        var tensor = names.Tensor;
        writer.Line($"/// <summary>One layer of <c>{layer.Key}</c> in one direction, [time, batch, features] to [time, batch, {layer.StateSize}].</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private ({tensor} Output, {tensor}[] Final) {EmittedMembers.Scan(layer)}({tensor} sequence, {tensor}? lengths, {tensor}[] initial, int layer, bool reverse)");
        using (writer.Braces())
        {
            writer.Line(CellInput.Weights(layer, "layer, reverse"))
                .Line()
                .Line("// The products with the input, of all gates and all steps, are one product before the loop.")
                .Line($"var projected = {CellInput.Project(layer, "sequence.contiguous()", names)}; // [time, batch, {layer.Gates * layer.HiddenSize}]");
            if (cell.Weights.Any(weight => weight.Expression.Contains("size")))
            {
                writer.Line($"var size = projected.size(2) / {Literal.Of(layer.Gates)};");
            }

            if (cell.Masks.Count > 0)
            {
                writer.Line("var steps = projected.size(0);");
            }

            var given = cell.States.Select((_, i) => $"initial[{Literal.Of(i)}]")
                .Concat(cell.Masks.Select(mask => Mask(mask, cell, layer, names)))
                .Concat(cell.Weights.Select(weight => weight.Expression))
                .Prepend("projected");
            writer.Line()
                .Line($"var states = {EmittedMembers.Loop(layer)}.apply(\n    {string.Join(",\n    ", given)});")
                .Line($"return (states[0], [{string.Join(", ", cell.States.Select((_, i) => $"{names["Lengths"]}.Last(states[{Literal.Of(i)}], lengths)"))}]);");
        }

        writer.Line();
    }

    private static string Mask(MaskNode mask, CellGraph cell, RecurrentLayer layer, TypeNames names)
    {
        var initial = $"initial[{Literal.Of(cell.States.ToList().IndexOf(mask.Of))}]";
        return mask.Keeps
            ? $"{names["Masks"]}.Kept({Literal.Of(layer.Options.Zoneout)}, {initial}, steps, training)"
            : $"{names["Masks"]}.Shown({Literal.Of(layer.Options.RecurrentDropout)}, {initial}, steps, training)";
    }
}
