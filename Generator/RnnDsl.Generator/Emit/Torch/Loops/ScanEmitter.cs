using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes how one layer runs over a sequence in one direction.</summary>
internal static class ScanEmitter
{
    public static void Emit(RecurrentLayer layer, CellGraph cell, TypeNames names, SourceWriter writer)
    {
        ScanFrame.Emit(layer, cell, Given, cell.Weights.Select(weight => weight.Expression), names, writer);

        IEnumerable<string> Given()
        {
            writer.Line(CellInput.Weights(layer, "layer, reverse", names))
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

            return ["projected"];
        }
    }
}
