using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes how one layer runs over a sequence in one direction.</summary>
internal static class UnrollEmitter
{
    public static void Emit(Recurrence recurrence, CellGraph cell, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        UnrollFrame.Emit(recurrence, cell, Begin, cell.Weights.Select(StoredWeights.Print), names, writer);

        (string? Projection, IEnumerable<string> Inputs) Begin()
        {
            writer.Line(CellInput.Weights(recurrence, "layer, reverse", names))
                .Line()
                .Line("// Input projection of all gates and all steps, hoisted out of the loop." + CellInput.Equations(cell))
                .Line($"var projection = {CellInput.Projection(recurrence, "sequence", "weights.Input", scalars, names)}; // [time, batch, {recurrence.Operation.Gates * recurrence.Operation.HiddenSize}]");
            if (cell.Weights.Any(StoredWeights.ReadsSize))
            {
                writer.Line($"var size = weights.Hidden.size(0) / {Literal.Of(recurrence.Operation.Gates)};");
            }

            if (cell.Masks.Count > 0)
            {
                writer.Line("var steps = sequence.size(0);");
            }

            return ("projection", []);
        }
    }
}
