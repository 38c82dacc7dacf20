using RnnDsl.Generator.Lowering.Methods;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>Writes the documentation and the headers of the methods, which models with errors have as well.</summary>
/// <param name="input">The name of the input.</param>
/// <param name="names">The names of types.</param>
/// <param name="writer">Where they go.</param>
internal sealed class MethodHeaders(string input, TypeNames names, SourceWriter writer)
{
    private const string InitialState = "Initial state; the final state of the previous chunk continues it. <c>null</c>: zeros.";

    /// <summary>The header of <c>forward</c>.</summary>
    public void Forward(MethodSignature method, string modifiers)
    {
        var signature = new ForwardSignature(method, input, names);
        var whole = method.Input is ImageShape ? "an image" : "a whole sequence";
        writer.Line(method.CarriesState ? "/// <summary>The output at every step of a sequence.</summary>" : $"/// <summary>The output for {whole}.</summary>");
        Input(method.Input);
        signature.WriteOptional(writer, InitialState);
        writer.Line(method.CarriesState ? $"/// <returns>The output {method.Output}{AndWeights(method, ", the state after the last step and the attention weights [batch, time, positions]", " and the state after the last step")}.</returns>" : $"/// <returns>{method.Output}</returns>")
            .Line(names.Generated)
            .Line($"{modifiers} {signature.Result} forward({signature.Parameters})");
    }

    /// <summary>All of <c>call</c>: its body is one expression.</summary>
    public void Call(MethodSignature method, string modifiers, string body)
    {
        var signature = new ForwardSignature(method, input, names);
        writer.Line($"/// {names.SameAs("forward")}")
            .Line(names.Generated)
            .Line($"{modifiers} {signature.Result} call({signature.Parameters}) => {body};")
            .Line();
    }

    /// <summary>The header of <c>Step</c>.</summary>
    public void Step(MethodSignature method)
    {
        var signature = new ForwardSignature(method, input, names);
        writer.Line("/// <summary>One time step, for sampling and streaming.</summary>");
        Input(method.Input);
        signature.WriteOptional(writer, "The state after the previous step. <c>null</c>: zeros.");
        writer.Line($"/// <returns>The output {method.Output}{AndWeights(method, ", the state after the step and the attention weights [batch, positions]", " and the state after the step")}.</returns>")
            .Line(names.Generated)
            .Line($"public {signature.Result} Step({signature.Parameters})");
    }

    /// <summary>The header of a method that returns attention weights.</summary>
    public void AttentionWeights(AttentionWeightsMethod weights)
    {
        var signature = new ForwardSignature(weights.Method.Signature, input, names);
        writer.Line($"/// <summary>The attention weights of <c>{weights.Layer.Key}</c>. The weights of a sequence sum to 1 and are 0 at padding.</summary>");
        Input(weights.Method.Signature.Input);
        signature.WriteOptional(writer, InitialState);
        writer.Line($"/// <returns>{weights.Result}</returns>")
            .Line(names.Generated)
            .Line($"public {names.Tensor} {weights.Name}({signature.Parameters})");
    }

    /// <summary>The header of <c>InitialState</c>.</summary>
    public void Initial(InitialStateMethod initial)
    {
        writer.Line("/// <summary>The initial state: zeros, on the device and with the dtype of the weights.</summary>");
        if (initial.ReadsMemory)
        {
            writer.Line($"/// <param name=\"memory\">The sources, from {names.See("CreateMemory")}.</param>")
                .Line("/// <param name=\"batch\">The number of sequences, the same number for each source. <c>null</c>: one per source.</param>");
        }
        else
        {
            writer.Line("/// <param name=\"batch\">The number of sequences.</param>")
                .Line($"/// <exception cref=\"{names["ArgumentOutOfRangeException"]}\">The batch is less than 1.</exception>");
        }

        writer.Line(names.Generated)
            .Line($"public State InitialState({(initial.ReadsMemory ? $"{names["EncoderMemory"]} memory, long? batch = null" : "long batch = 1")})");
    }

    /// <summary>The header of <c>CreateMemory</c>.</summary>
    public void Memory(MemoryMethod memory)
    {
        List<string> parameters = [];
        writer.Line("/// <summary>Computes the memory that the decoder reads at every step, once for each source.</summary>");
        if (memory.Values is { } values)
        {
            writer.Line($"/// <param name=\"values\">[sources, positions, {values.Size}], the attention values.</param>")
                .Line("/// <param name=\"lengths\">int64 [sources], the number of valid positions of each source. <c>null</c>: all are valid.</param>");
            parameters.Add($"{names.Tensor} values");
        }

        if (memory.Summary is { } summary)
        {
            writer.Line($"/// <param name=\"summary\">[sources, {summary}], one summary vector per source.</param>");
            parameters.Add($"{names.Tensor} summary");
        }

        if (memory.Copied is not null)
        {
            writer.Line("/// <param name=\"tokens\">int64 [sources, positions], the source tokens, which can be copied.</param>");
            parameters.Add($"{names.Tensor} tokens");
        }

        if (memory.Values is not null)
        {
            parameters.Add($"{names.Tensor}? lengths = null");
        }

        writer.Line(names.Generated)
            .Line($"public {names["EncoderMemory"]} CreateMemory({string.Join(", ", parameters)})");
    }

    private void Input(Shape shape) => writer.Line($"/// <param name=\"{input}\">{(shape is TokenShape ? "int64 " : "")}{shape}</param>");

    private static string AndWeights(MethodSignature method, string with, string without) => method.ReturnsWeights ? with : without;
}
