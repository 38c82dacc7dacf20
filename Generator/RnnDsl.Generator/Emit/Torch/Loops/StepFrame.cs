using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>The parts of a step around the equations of any cell: the signature, the loop over the layers, and the states before and after.</summary>
/// <param name="recurrence">The recurrent layer.</param>
/// <param name="scalars">The scalars of its equations.</param>
/// <param name="names">The names of types.</param>
internal sealed class StepFrame(Recurrence recurrence, LoopScalars scalars, TypeNames names)
{
    private readonly List<string> _states = [.. recurrence.Operation.States.Select(state => state.Name)];

    /// <summary>The index of the layer in the emitted code.</summary>
    public string Index => recurrence.Operation.Layers == 1 ? "0" : "layer";

    /// <summary>What the states are called before the step and after it, over all layers.</summary>
    public IEnumerable<string> Locals => _states.SelectMany(state => new[] { Before(state), After(state) });

    /// <summary>A state of all layers before the step.</summary>
    /// <param name="state">Which one.</param>
    public string All(int state) => Before(_states[state]);

    /// <summary>The state of the layer before the step.</summary>
    /// <param name="state">Which one.</param>
    public string Previous(int state) => $"{All(state)}.select(0, {Index})";

    /// <summary>Writes the method.</summary>
    /// <param name="body">Writes the equations of one layer.</param>
    /// <param name="next">What each state is after them.</param>
    /// <param name="writer">Where to.</param>
    public void Emit(Action body, IReadOnlyList<string> next, SourceWriter writer)
    {
        var tensor = names.Tensor;
        writer.Line($"/// <summary>The layers of <c>{recurrence.Layer.Key}</c>, one step: [batch, features] to [batch, {recurrence.Operation.StateSize}].</summary>")
            .Line(names.Generated)
            .Line($"private ({string.Join(", ", TupleNames.Of(_states.Prepend("Output")).Select(name => $"{tensor} {name}"))}) {TorchMembers.StepLoop(recurrence.Layer.Property)}("
                + $"{tensor} input{string.Concat(_states.Select(state => $", {tensor} {Before(state)}"))})");
        using (writer.Braces())
        {
            if (recurrence.Operation.Layers == 1)
            {
                body();
                writer.Line().Line($"return ({(recurrence.Operation.Options.Residual ? $"input.add({next[0]}, {scalars.One})" : next[0])}, {string.Join(", ", next.Select(state => $"{names.Torch}.stack([{state}])"))});");
            }
            else
            {
                EmitLayers(body, next, writer);
            }
        }

        writer.Line();
    }

    private void EmitLayers(Action body, IReadOnlyList<string> next, SourceWriter writer)
    {
        foreach (var state in _states)
        {
            writer.Line($"var {After(state)} = new {names.Tensor}[{Literal.Of(recurrence.Operation.Layers)}];");
        }

        writer.Line($"for (var layer = 0; layer < {Literal.Of(recurrence.Operation.Layers)}; layer++)");
        using (writer.Braces())
        {
            EmitDropout(writer);
            body();
            writer.Line();
            for (var i = 0; i < _states.Count; i++)
            {
                writer.Line($"{After(_states[i])}[layer] = {next[i]};");
            }

            writer.Line(recurrence.Operation.Options.Residual ? $"input = input.add({next[0]}, {scalars.One});" : $"input = {next[0]};");
        }

        writer.Line().Line($"return (input, {string.Join(", ", _states.Select(state => $"{names.Torch}.stack({After(state)})"))});");
    }

    private void EmitDropout(SourceWriter writer)
    {
        // In a single step one mask for all steps is one mask.
        var probability = Math.Max(recurrence.Operation.Options.Dropout, recurrence.Operation.Options.LockedDropout);
        if (probability > 0)
        {
            writer.Line("if (layer > 0)");
            using (writer.Braces())
            {
                writer.Line($"input = {names.Nn}.functional.dropout(input, {Literal.Of(probability)}, {names.Training});");
            }

            writer.Line();
        }
    }

    private static string Before(string state) => Identifiers.ToCamelCase(state) + "Before";

    private static string After(string state) => Identifiers.ToCamelCase(state) + "After";
}
