using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes one step of all layers of a recurrence: by the step of its loop where there is one, else equation by equation.</summary>
internal static class StepEmitter
{
    public static void Emit(RecurrentLayer layer, CellGraph cell, bool hasLoop, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        var frame = new StepFrame(layer, scalars, names);
        var local = StepPrinter.LocalsOf(cell);
        frame.Emit(EmitLayer, [.. cell.States.Select(state => local(state.Next))], writer);

        void EmitLayer()
        {
            writer.Line(CellInput.Weights(layer, frame.Index, names))
                .Line($"var projected = {CellInput.Project(layer, "input", scalars, names)};");
            if (!hasLoop || cell.Weights.Any(StoredWeights.ReadsSize))
            {
                writer.Line($"var size = projected.size(1) / {Literal.Of(layer.Gates)};");
            }

            for (var i = 0; i < cell.States.Count; i++)
            {
                writer.Line($"var {cell.States[i].Name} = {frame.Previous(i)};");
            }

            foreach (var mask in cell.Masks)
            {
                writer.Line($"var {mask.Name} = {UnrollFrame.Mask(mask, layer, mask.Of.Name, "1", names)}.select(0, 0);");
            }

            if (hasLoop)
            {
                EmitCall();
                return;
            }

            writer.Line();
            var printer = new NodePrinter(scalars, names, StoredWeights.Print, $"{cell.States[0].Name}.size(0)", 1);
            foreach (var line in new StepPrinter(cell, printer, local).Print())
            {
                writer.Line(line);
            }
        }

        void EmitCall()
        {
            var next = string.Join(", ", cell.States.Select(state => local(state.Next)));
            List<string> given = ["projected", .. cell.States.Select(state => state.Name), .. cell.Masks.Select(mask => mask.Name), .. cell.Weights.Select(StoredWeights.Print)];
            writer.Line($"var {(cell.States.Count == 1 ? next : $"({next})")} = {EmittedMembers.Loop(layer)}.Step({string.Join(", ", given)});");
        }
    }
}
