using RnnDsl.Generator.Lowering.Methods;

namespace RnnDsl.Generator.Emit.Torch.Methods;

/// <summary>
/// The parameters and results of a method that computes layers: the input, the memory of the sources, the lengths of the sequences, and the state where one is carried.
/// </summary>
/// <param name="method">What they are.</param>
/// <param name="input">The name of the input.</param>
/// <param name="names">The names of types.</param>
internal sealed class ForwardSignature(MethodSignature method, string input, TypeNames names)
{
    /// <summary>The type arguments of the module it makes of the class: <c>&lt;Tensor, Tensor?, CharLstm.State?, (Tensor Output, CharLstm.State State)&gt;</c>.</summary>
    public string TypeArguments =>
        $"<{string.Join(", ", Types(names.State).Append(method.CarriesState ? Results(names.State) : names.Tensor))}>";

    /// <summary>Whether there is a <c>call</c> of its own: the base class's has no defaults.</summary>
    public bool HasCall => method.CarriesState || method.TakesLengths;

    /// <summary>The result: <c>Tensor</c>, or with a state <c>(Tensor Output, State State)</c>.</summary>
    public string Result => method.CarriesState ? Results("State") : names.Tensor;

    /// <summary><c>Tensor tokens, Tensor? lengths = null, State? state = null</c></summary>
    public string Parameters => string.Join(", ", Types("State").Zip(Names(), (type, name) => $"{type} {name}{(type.EndsWith("?", StringComparison.Ordinal) ? " = null" : "")}"));

    /// <summary>How many parameters there are.</summary>
    public int Count => Names().Count();

    /// <summary><c>tokens, lengths, state</c></summary>
    public string Arguments => string.Join(", ", Names());

    /// <summary>The documentation of the parameters behind the input.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="state">The documentation of the state.</param>
    public void WriteOptional(SourceWriter writer, string state)
    {
        if (method.ReadsMemory)
        {
            writer.Line($"/// <param name=\"memory\">The encoder memory, from {names.See("CreateMemory")}; consecutive rows belong to one source, the same number for each.</param>");
        }

        if (method.TakesLengths)
        {
            writer.Line("/// <param name=\"lengths\">int64 [batch], the number of valid steps of each sequence; the rest is padding. <c>null</c>: all steps are valid.</param>");
        }

        if (method.CarriesState)
        {
            writer.Line($"/// <param name=\"state\">{state}</param>");
        }
    }

    private IEnumerable<string> Types(string state)
    {
        yield return names.Tensor;
        if (method.ReadsMemory)
        {
            yield return names["EncoderMemory"];
        }

        if (method.TakesLengths)
        {
            yield return names.Tensor + "?";
        }

        if (method.CarriesState)
        {
            yield return state + "?";
        }
    }

    private IEnumerable<string> Names()
    {
        yield return input;
        if (method.ReadsMemory)
        {
            yield return "memory";
        }

        if (method.TakesLengths)
        {
            yield return "lengths";
        }

        if (method.CarriesState)
        {
            yield return "state";
        }
    }

    /// <summary><c>(Tensor Output, State State)</c>, and the attention weights.</summary>
    private string Results(string state) => $"({names.Tensor} Output, {state} State{(method.ReturnsWeights ? $", {names.Tensor} Weights" : "")})";
}
