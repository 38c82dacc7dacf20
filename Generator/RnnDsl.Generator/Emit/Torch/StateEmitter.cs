using RnnDsl.Generator.Lowering;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>Writes the record of what the network remembers.</summary>
internal static class StateEmitter
{
    public static void Emit(Plan plan, TypeNames names, SourceWriter writer)
    {
        if (!plan.HasState)
        {
            return;
        }

        var tensor = names.Tensor;
        var states = plan.State.ToList();
        writer.Line("/// <summary>The recurrent state between two steps.</summary>");
        foreach (var state in states)
        {
            writer.Line($"/// <param name=\"{state.Name}\">{state.Shape}, {Xml.TextWithCode(state.Meaning)}.</param>");
        }

        writer.Line(names.Generated)
            .Line($"public sealed record State({string.Join(", ", states.Select(state => $"{tensor} {state.Name}"))}) : {names["RecurrentState"]}<State>");
        using (writer.Braces())
        {
            var pair = $"{names["KeyValuePair"]}<string, {tensor}>";
            writer.Line("/// <inheritdoc/>")
                .Line($"public override {names["IReadOnlyList"]}<{pair}> Tensors => [{string.Join(", ", states.Select(state => $"new({Literal.Of(state.Name)}, {state.Name})"))}];")
                .Line()
                .Line("/// <inheritdoc/>")
                .Line($"protected override State Map({names["Func"]}<{tensor}, {tensor}> change) => new({string.Join(", ", states.Select(state => $"change({state.Name})"))});");
        }
    }
}
