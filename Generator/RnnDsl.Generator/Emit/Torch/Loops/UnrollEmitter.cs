using RnnDsl.Generator.Layers;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes how one layer runs over a sequence in one direction.</summary>
internal static class UnrollEmitter
{
    public static void Emit(RecurrentLayer layer, CellGraph cell, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        UnrollFrame.Emit(layer, cell, Begin, cell.Weights.Select(StoredWeights.Print), names, writer);

        (string? Projection, IEnumerable<string> Inputs) Begin()
        {
            writer.Line(CellInput.Weights(layer, "layer, reverse", names))
                .Line()
                .Line("// Input projection of all gates and all steps, hoisted out of the loop." + CellInput.Equations(cell))
                .Line($"var projection = {CellInput.Projection(layer, "sequence", "weights.Input", scalars, names)}; // [time, batch, {layer.Gates * layer.HiddenSize}]");
            if (cell.Weights.Any(StoredWeights.ReadsSize))
            {
                writer.Line($"var size = weights.Hidden.size(0) / {Literal.Of(layer.Gates)};");
            }

            if (cell.Masks.Count > 0)
            {
                writer.Line("var steps = sequence.size(0);");
            }

            return ("projection", []);
        }
    }
}
