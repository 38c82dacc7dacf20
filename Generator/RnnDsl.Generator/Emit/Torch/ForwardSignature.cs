using RnnDsl.Generator.Lowering;

namespace RnnDsl.Generator.Emit.Torch;

/// <summary>
/// What <c>forward</c> and <c>call</c> take and give: the input, what a decoder reads of its sources, its lengths where it is sequences, the state
/// where one is carried.
/// </summary>
internal sealed class ForwardSignature(Plan plan, TypeNames names, string input, bool withState = true)
{
    /// <summary>The module it makes of the class: <c>nn.Module&lt;Tensor, Tensor?, CharLstm.State?, (Tensor Output, CharLstm.State State)&gt;</c>.</summary>
    public string Module =>
        $"{names.Nn}.Module<{string.Join(", ", Types(names.State).Append(plan.CarriesState ? Results(names.State) : names.Tensor))}>";

    /// <summary>Whether there is a <c>call</c> of its own: the base class's has no defaults.</summary>
    public bool HasCall => HasCallOf(plan);

    /// <summary>What it gives: <c>Tensor</c>, or with a state <c>(Tensor Output, State State)</c>.</summary>
    public string Result => plan.CarriesState ? Results("State") : names.Tensor;

    /// <summary>What a step gives.</summary>
    public string StepResult => Results("State");

    /// <summary><c>Tensor tokens, Tensor? lengths = null, State? state = null</c></summary>
    public string Parameters => string.Join(", ", Types("State").Zip(Names(), (type, name) => $"{type} {name}{(type.EndsWith("?", StringComparison.Ordinal) ? " = null" : "")}"));

    /// <summary>How many parameters there are.</summary>
    public int Count => Names().Count();

    /// <summary><c>tokens, lengths, state</c></summary>
    public string Arguments => string.Join(", ", Names());

    public static bool HasCallOf(Plan plan) => plan.CarriesState || plan.Model.TakesLengths;

    /// <summary>The documentation of the parameters behind the input.</summary>
    public void WriteOptional(SourceWriter writer)
    {
        if (plan.Model.ReadsMemory)
        {
            writer.Line($"/// <param name=\"memory\">The encoder memory, from {names.See("CreateMemory")}; consecutive rows belong to one source, the same number for each.</param>");
        }

        if (plan.Model.TakesLengths)
        {
            writer.Line("/// <param name=\"lengths\">int64 [batch], the number of valid steps of each sequence; the rest is padding. <c>null</c>: all steps are valid.</param>");
        }

        if (CarriesState)
        {
            writer.Line("/// <param name=\"state\">Initial state; the final state of the previous chunk continues it. <c>null</c>: zeros.</param>");
        }
    }

    /// <summary>A method that only looks on carries no state, whatever <c>forward</c> does.</summary>
    private bool CarriesState => withState && plan.CarriesState;

    private IEnumerable<string> Types(string state)
    {
        yield return names.Tensor;
        if (plan.Model.ReadsMemory)
        {
            yield return names["EncoderMemory"];
        }

        if (plan.Model.TakesLengths)
        {
            yield return names.Tensor + "?";
        }

        if (CarriesState)
        {
            yield return state + "?";
        }
    }

    private IEnumerable<string> Names()
    {
        yield return input;
        if (plan.Model.ReadsMemory)
        {
            yield return "memory";
        }

        if (plan.Model.TakesLengths)
        {
            yield return "lengths";
        }

        if (CarriesState)
        {
            yield return "state";
        }
    }

    /// <summary><c>(Tensor Output, State State)</c>, and the attention weights.</summary>
    private string Results(string state) => $"({names.Tensor} Output, {state} State{(plan.Model.Attention is null ? "" : $", {names.Tensor} Weights")})";
}
