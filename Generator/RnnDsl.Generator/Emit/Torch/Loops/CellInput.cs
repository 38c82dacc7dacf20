using RnnDsl.Generator.Parsing;
using RnnDsl.Generator.Semantics;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>The part of a cell that knows nothing of the step before: the input's products with the weights of all gates.</summary>
internal static class CellInput
{
    /// <summary>As code, of any number of steps at once.</summary>
    /// <param name="layer">Whose weights.</param>
    /// <param name="input">[..., features]</param>
    /// <param name="names">How types are written.</param>
    /// <param name="weight">What multiplies it.</param>
    public static string Project(RecurrentLayer layer, string input, TypeNames names, string weight = "weights.Input")
    {
        var linear = $"{names.Nn}.functional.linear({input}, {weight}";
        return (layer.Cell, layer.Options.LayerNorm) switch
        {
            (CellKind.Rnn, true) => linear + ")",
            (CellKind.Lstm, true) => $"{names["CellNorm"]}.Of({linear}), weights.InputGain, weights.InputBias)",
            (_, true) => $"{names["CellNorm"]}.OfGates({linear}), weights.InputGain, weights.InputCandidateGain) + weights.InputBias",
            (CellKind.Gru, false) => linear + ", weights.InputBias)",
            _ => linear + ", weights.InputBias + weights.HiddenBias)",
        };
    }

    /// <summary>The weights of a layer, some of the recurrent ones dropped where that is declared.</summary>
    public static string Weights(RecurrentLayer layer, string arguments, TypeNames names) =>
        $"var weights = {layer.Property}.Layer({arguments})"
        + (layer.Options.WeightDrop > 0 ? $".WithDrop({Literal.Of(layer.Options.WeightDrop)}, {names.Training})" : "") + ";";
}
