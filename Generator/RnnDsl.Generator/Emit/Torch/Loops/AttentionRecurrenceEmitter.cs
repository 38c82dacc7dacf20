using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>Writes how a recurrence and the attention that its state asks run over a sequence together.</summary>
internal static class AttentionRecurrenceEmitter
{
    public static void Emit(Plan plan, Recurrence recurrence, CellGraph cell, LoopScalars scalars, TypeNames names, SourceWriter writer)
    {
        var attended = plan.AttentionRecurrence!;
        var (layer, tensor) = (attended.Layer, names.Tensor);
        var states = recurrence.State.Select((state, i) => Identifier(i)).ToList();
        writer.Line($"/// <summary><c>{attended.Attention.Key}</c> and <c>{layer.Key}</c> over all steps: [batch, time, features] to [batch, time, {layer.StateSize}].</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private ({tensor} Output, {tensor} Context, {tensor} Weights{string.Concat(recurrence.State.Select(state => $", {tensor} {state.Kind}"))}) "
                + $"{EmittedMembers.Attend(layer)}({tensor} sequence, {names["EncoderMemory"]} memory{string.Concat(states.Select(state => $", {tensor} {state}"))})");
        using (writer.Braces())
        {
            writer.Line(recurrence.HasModuleOfTorchSharp ? $"var weights = {names["KernelWeights"]}.Layer({layer.Property}, 0);" : $"var weights = {layer.Property}.Layer(0);")
                .Line()
                .Line("// The products with the input, of all gates and all steps, are one product before the loop; those with the contexts come in step by step.")
                .Line("var features = sequence.size(2);")
                .Line($"var projection = {CellInput.Projection(layer, $"{names["RecurrentLayers"]}.TimeFirst(sequence)", "weights.Input.narrow(1, 0, features)", scalars, names)}; // [time, batch, {layer.Gates * layer.HiddenSize}]");
            if (cell.Weights.Any(weight => weight.Expression.Contains("size")))
            {
                writer.Line($"var size = weights.Hidden.size(0) / {Literal.Of(layer.Gates)};");
            }

            writer.Line($"var attention = {attended.Attention.Property}.StartLoop(memory, weights.Input.narrow(1, features, weights.Input.size(1) - features), sequence.size(0), sequence.size(1));")
                .Line()
                .Line($"var run = {UnrollFrame.Run(layer, "projection", states.Select(state => $"{state}.select(0, 0)"), cell.Weights.Select(weight => weight.Expression), [], [], attends: true)};")
                .Line($"var shares = run[{Literal.Of(cell.States.Count)}].transpose(0, 1);")
                .Line($"var context = {names["SourceAttention"]}.Contexts(shares, memory);");
            var finals = cell.States.Select((_, i) => $"run[{Literal.Of(i)}].narrow(0, -1, 1)").ToList();
            if (layer.Layers == 1)
            {
                writer.Line($"return (run[0].transpose(0, 1), context, shares, {string.Join(", ", finals)});");
            }
            else
            {
                var above = states.Select(state => state + "Above").ToList();
                var begins = string.Join(", ", states.Select(state => $"{state}.narrow(0, 1, {Literal.Of(layer.Layers - 1)})"));
                writer.Line()
                    .Line("// The layers above it ask nothing: they run over the whole sequence.")
                    .Line($"var (output, {string.Join(", ", above)}) = {EmittedMembers.LayersField(layer)}.{new RecurrenceCall(recurrence, plan, names).Operation}(run[0].transpose(0, 1), null, {begins}, {names.Training});")
                    .Line($"return (output, context, shares, {string.Join(", ", finals.Zip(above, (final, upper) => $"{names.Torch}.cat([{final}, {upper}])"))});");
            }
        }

        writer.Line();

        string Identifier(int state) => Common.Identifiers.ToCamelCase(recurrence.State[state].Kind);
    }
}
