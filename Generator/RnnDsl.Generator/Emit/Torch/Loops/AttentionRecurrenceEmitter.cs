using RnnDsl.Generator.Emit.Torch.Methods;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Prints the method that runs a recurrence and its attention over a sequence in one emitted loop.</summary>
internal static class AttentionRecurrenceEmitter
{
    public static void Emit(Plan plan, Recurrence recurrence, CellGraph cell, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        var (attention, layer, operation) = (plan.AttentionRecurrence!.Attention, recurrence.Layer, recurrence.Operation);
        var tensor = names.Tensor;
        var states = recurrence.State.Select((state, i) => Identifier(i)).ToList();
        writer.Line($"/// <summary><c>{attention.Key}</c> and <c>{layer.Key}</c> over all time steps: [batch, time, features] to [batch, time, {operation.StateSize}].</summary>")
            .Line(names.Generated)
            .Line($"private ({tensor} Output, {tensor} Context, {tensor} Weights{string.Concat(recurrence.State.Select(state => $", {tensor} {state.Kind}"))}) "
                + $"{TorchMembers.Attend(layer.Property)}({tensor} sequence, {names["EncoderMemory"]} memory{string.Concat(states.Select(state => $", {tensor} {state}"))})");
        using (writer.Braces())
        {
            writer.Line(recurrence.HasLibraryModule ? $"var weights = {names["KernelWeights"]}.Layer({layer.Property}, 0);" : $"var weights = {layer.Property}.Layer(0);")
                .Line()
                .Line("// Input projection of all gates and all steps, hoisted out of the loop; the projection of the context vector is added at each step." + CellInput.Equations(cell))
                .Line("var features = sequence.size(2);")
                .Line($"var projection = {CellInput.Projection(cell, $"{names["RecurrentLayers"]}.TimeFirst(sequence)", "weights.Input.narrow(1, 0, features)", scalars, names)}; // [time, batch, {operation.Gates * operation.HiddenSize}]");
            if (cell.Weights.Any(StoredWeights.ReadsSize))
            {
                writer.Line($"var size = weights.Hidden.size(0) / {Literal.Of(operation.Gates)};");
            }

            writer.Line($"var attention = {attention.Property}.StartLoop(memory, weights.Input.narrow(1, features, weights.Input.size(1) - features), sequence.size(0), sequence.size(1));")
                .Line()
                .Line($"var states = {UnrollFrame.Run(recurrence, "projection", "lengths: null", states.Select(state => $"{state}.select(0, 0)"), cell.Weights.Select(StoredWeights.Print), [], [], attends: true)};")
                .Line($"var attentionWeights = states.AttentionWeights!.transpose(0, 1);")
                .Line($"var context = {names["SourceAttention"]}.Contexts(attentionWeights, memory);");
            var finals = cell.States.Select((_, i) => $"states.Final[{Literal.Of(i)}].unsqueeze(0)").ToList();
            if (operation.Layers == 1)
            {
                writer.Line($"return (states.Output.transpose(0, 1), context, attentionWeights, {string.Join(", ", finals)});");
            }
            else
            {
                var above = states.Select(state => state + "Above").ToList();
                var begins = string.Join(", ", states.Select(state => $"{state}.narrow(0, 1, {Literal.Of(operation.Layers - 1)})"));
                writer.Line()
                    .Line("// The layers above run over the whole sequence.")
                    .Line($"var (output, {string.Join(", ", above)}) = {TorchMembers.LayersField(layer.Property)}.{new RecurrenceCall(recurrence, names).Operation}(states.Output.transpose(0, 1), null, {begins}, {names.Training});")
                    .Line($"return (output, context, attentionWeights, {string.Join(", ", finals.Zip(above, (final, upper) => $"{names.Torch}.cat([{final}, {upper}])"))});");
            }
        }

        writer.Line();

        string Identifier(int state) => Common.Identifiers.ToCamelCase(recurrence.State[state].Kind);
    }
}
