using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Methods;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>Writes the method with the time loop over the layers of a decoder that run step by step.</summary>
internal static class LayersLoopEmitter
{
    public static void Emit(LayersLoop loop, ModelMethods methods, TypeNames names, SourceWriter writer)
    {
        var tensor = names.Tensor;
        var carried = new Dictionary<StateTensor, string>();
        var scope = new MethodScope(methods, names) { Before = state => carried[state] };
        foreach (var name in ScopeNames.StepLoop)
        {
            scope.Allocate(name);
        }

        scope.Bind(loop.Body.Input, "steps[t]");
        if (loop.Token is { } token)
        {
            scope.Bind(token, "tokens[t]");
        }

        foreach (var state in loop.States)
        {
            carried[state] = scope.Allocate(Identifiers.ToCamelCase(state.Name) + "Before");
        }

        var statements = StepStatements.Of(loop.Body.Steps, scope);
        var results = loop.Results.Select(result => (result.Name, Local: scope[result.Value], Steps: scope.Allocate(scope[result.Value] + "Steps"))).ToList();
        writer.Line($"/// <summary>{char.ToUpperInvariant(loop.Layers[0])}{loop.Layers.Substring(1)}, step by step: {loop.Reason}.</summary>")
            .Line(names.Generated)
            .Line($"private ({string.Join(", ", TupleNames.Of(results.Select(result => result.Name).Concat(loop.States.Select(state => state.Name))).Select(name => $"{tensor} {name}"))}) "
                + $"{TorchMembers.UnrollDecoder}({tensor} sequence, {(loop.Token is null ? "" : $"{tensor} token, ")}{names["EncoderMemory"]} memory, State state)");
        using (writer.Braces())
        {
            writer.Line($"var steps = sequence.unbind(1); // one tensor per step, each {loop.Input}");
            if (loop.Token is not null)
            {
                writer.Line("var tokens = token.unbind(1); // likewise, what the token is before the summary of the source is added");
            }

            foreach (var (_, _, all) in results)
            {
                writer.Line($"var {all} = new {tensor}[steps.Length];");
            }

            foreach (var state in loop.States)
            {
                writer.Line($"var {carried[state]} = state.{state.Name};");
            }

            writer.Line("for (var t = 0; t < steps.Length; t++)");
            using (writer.Braces())
            {
                Statement.Write(statements, writer);
                foreach (var (_, local, all) in results)
                {
                    writer.Line($"{all}[t] = {local};");
                }

                foreach (var state in loop.States)
                {
                    writer.Line($"{carried[state]} = {scope[loop.Body.After(state)]};");
                }
            }

            writer.Line()
                .Line($"return ({string.Join(", ", results.Select(result => $"{names.Torch}.stack({result.Steps}, 1)").Concat(loop.States.Select(state => carried[state])))});");
        }

        writer.Line();
    }
}
