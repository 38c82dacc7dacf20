using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes the loop of a recurrence that no fused kernel computes.</summary>
internal static class LoopEmitter
{
    public static void Emit(Plan plan, TypeNames names, SourceWriter writer)
    {
        foreach (var recurrence in plan.Recurrences.Where(recurrence => recurrence.Kernel == Kernel.EmittedLoop))
        {
            EmitScan(recurrence.Layer, names, writer);
            EmitDirection(recurrence.Layer, names, writer);
            if (plan.HasStep)
            {
                EmitStep(recurrence.Layer, names, writer);
            }

            EmitCell(recurrence.Layer, names, writer);
        }
    }

    /// <summary>All layers and directions over a sequence.</summary>
    private static void EmitScan(RecurrentLayer layer, TypeNames names, SourceWriter writer)
    {
        var (tensor, torch) = (names.Tensor, names.Torch);
        var (property, hidden) = (layer.Property, layer.HiddenSize);
        writer.Line($"/// <summary>The layers of <c>{layer.Key}</c> over a whole sequence.</summary>")
            .Line($"/// <returns>What the last layer gives at every step {layer.Output}, and every layer's final state {RemarksEmitter.StateShape(layer)}.</returns>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private ({tensor} Output, {tensor} Hidden) {EmittedMembers.Scan(layer)}({tensor} input, {tensor}? initial)");
        using (writer.Braces())
        {
            writer.Line("// Time comes first inside the loop, so that a step is one block of memory.")
                .Line($"var sequence = input.transpose(0, 1); // [time, batch, features]")
                .Line($"var finals = new {names["List"]}<{tensor}>();")
                .Line($"for (var layer = 0; layer < {Literal.Of(layer.Layers)}; layer++)");
            using (writer.Braces())
            {
                if (layer.Dropout > 0)
                {
                    writer.Line("if (layer > 0)");
                    using (writer.Braces())
                    {
                        writer.Line($"sequence = {names.Nn}.functional.dropout(sequence, {Literal.Of(layer.Dropout)}, training);");
                    }

                    writer.Line();
                }

                if (layer.Bidirectional)
                {
                    writer.Line($"var (forth, forthFinal) = {EmittedMembers.ScanDirection(layer)}(sequence, initial?.select(0, 2 * layer), {property}.Layer(layer), reverse: false);")
                        .Line($"var (back, backFinal) = {EmittedMembers.ScanDirection(layer)}(sequence, initial?.select(0, (2 * layer) + 1), {property}.Layer(layer, reverse: true), reverse: true);")
                        .Line($"sequence = {torch}.cat([forth, back], 2); // [time, batch, {2 * hidden}]")
                        .Line("finals.Add(forthFinal);")
                        .Line("finals.Add(backFinal);");
                }
                else
                {
                    writer.Line($"(sequence, var final) = {EmittedMembers.ScanDirection(layer)}(sequence, initial?.select(0, layer), {property}.Layer(layer), reverse: false);")
                        .Line("finals.Add(final);");
                }
            }

            writer.Line().Line($"return (sequence.transpose(0, 1), {torch}.stack(finals));");
        }

        writer.Line();
    }

    /// <summary>One layer in one direction.</summary>
    private static void EmitDirection(RecurrentLayer layer, TypeNames names, SourceWriter writer)
    {
        var (tensor, torch) = (names.Tensor, names.Torch);
        writer.Line($"/// <summary>One layer of <c>{layer.Key}</c> in one direction, [time, batch, features] to [time, batch, {layer.HiddenSize}].</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private static ({tensor} Output, {tensor} Final) {EmittedMembers.ScanDirection(layer)}({tensor} sequence, {tensor}? hidden, {names["LoopWeights"]}.Set weights, bool reverse)");
        using (writer.Braces())
        {
            writer.Line("// The products with the input, of all gates and all steps, are one product before the loop.")
                .Line($"var projected = {names.Nn}.functional.linear(sequence, weights.Input, weights.Bias).unbind(0);")
                .Line()
                .Line("// Both weights are turned once, not at every step; the reset and the update gate share one product.")
                .Line("var size = weights.Hidden.size(1);")
                .Line("var gateWeight = weights.Hidden.narrow(0, 0, 2 * size).t();")
                .Line("var candidateWeight = weights.Hidden.narrow(0, 2 * size, size).t();")
                .Line()
                .Line($"hidden ??= {torch}.zeros(sequence.size(1), size, device: sequence.device, dtype: sequence.dtype);")
                .Line($"var states = new {tensor}[projected.Length];")
                .Line("for (var i = 0; i < states.Length; i++)");
            using (writer.Braces())
            {
                writer.Line("var t = reverse ? states.Length - 1 - i : i;")
                    .Line($"hidden = states[t] = {EmittedMembers.Cell(layer)}(projected[t], hidden, gateWeight, candidateWeight);");
            }

            writer.Line().Line($"return ({torch}.stack(states), hidden);");
        }

        writer.Line();
    }

    /// <summary>All layers, one step.</summary>
    private static void EmitStep(RecurrentLayer layer, TypeNames names, SourceWriter writer)
    {
        var tensor = names.Tensor;
        writer.Line($"/// <summary>The layers of <c>{layer.Key}</c>, one step: [batch, features] to [batch, {layer.HiddenSize}].</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private ({tensor} Output, {tensor} Hidden) {EmittedMembers.StepLoop(layer)}({tensor} input, {tensor} hidden)");
        using (writer.Braces())
        {
            writer.Line($"var finals = new {tensor}[{Literal.Of(layer.Layers)}];")
                .Line("for (var layer = 0; layer < finals.Length; layer++)");
            using (writer.Braces())
            {
                if (layer.Dropout > 0)
                {
                    writer.Line("if (layer > 0)");
                    using (writer.Braces())
                    {
                        writer.Line($"input = {names.Nn}.functional.dropout(input, {Literal.Of(layer.Dropout)}, training);");
                    }

                    writer.Line();
                }

                writer.Line($"var weights = {layer.Property}.Layer(layer);")
                    .Line("var size = weights.Hidden.size(1);")
                    .Line($"input = finals[layer] = {EmittedMembers.Cell(layer)}(")
                    .Line($"    {names.Nn}.functional.linear(input, weights.Input, weights.Bias),")
                    .Line("    hidden.select(0, layer),")
                    .Line("    weights.Hidden.narrow(0, 0, 2 * size).t(),")
                    .Line("    weights.Hidden.narrow(0, 2 * size, size).t());");
            }

            writer.Line().Line($"return (input, {names.Torch}.stack(finals));");
        }

        writer.Line();
    }

    /// <summary>The equations.</summary>
    private static void EmitCell(RecurrentLayer layer, TypeNames names, SourceWriter writer)
    {
        var (tensor, torch) = (names.Tensor, names.Torch);
        writer.Line($"/// <summary>One step of the cell of <c>{layer.Key}</c> (Cho et al. 2014); <paramref name=\"x\"/> is W x + b of all gates, in the order r, z, n.</summary>")
            .Line(ModelEmitter.Generated(names))
            .Line($"private static {tensor} {EmittedMembers.Cell(layer)}({tensor} x, {tensor} hidden, {tensor} gateWeight, {tensor} candidateWeight)");
        using (writer.Braces())
        {
            writer.Line("var size = hidden.size(1);")
                .Line()
                .Line("// r = σ(W x + U h), z = σ(W x + U h)")
                .Line("var gates = x.narrow(1, 0, 2 * size).addmm(hidden, gateWeight).sigmoid_();")
                .Line("var reset = gates.narrow(1, 0, size);")
                .Line("var update = gates.narrow(1, size, size);")
                .Line()
                .Line("// n = tanh(W x + U (r ⊙ h))")
                .Line("var candidate = x.narrow(1, 2 * size, size).addmm(reset * hidden, candidateWeight).tanh_();")
                .Line()
                .Line("// h = (1 - z) ⊙ n + z ⊙ h")
                .Line($"return {torch}.lerp(candidate, hidden, update);");
        }

        writer.Line();
    }
}
