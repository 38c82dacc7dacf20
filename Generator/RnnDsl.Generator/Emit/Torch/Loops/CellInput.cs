using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>The input projection of a built-in cell.</summary>
internal static class CellInput
{
    /// <summary>As code, of any number of steps at once.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="input">[..., features]</param>
    /// <param name="scalars">The numbers that it computes with.</param>
    /// <param name="names">How types are written.</param>
    public static string Project(CellGraph cell, string input, LoopScalars scalars, TypeNames names) => Project(cell.Projection!, input, "weights.Input", scalars, names, (operand, _) => operand);

    /// <summary>As code that can be run again: a LoopInput.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="input">[time, batch, features]</param>
    /// <param name="weight">What multiplies it.</param>
    /// <param name="scalars">The numbers that it computes with.</param>
    /// <param name="names">How types are written.</param>
    public static string Projection(CellGraph cell, string input, string weight, LoopScalars scalars, TypeNames names)
    {
        var operands = new ProjectionOperands();
        return operands.Create(Project(cell.Projection!, input, weight, scalars, names, (operand, role) => operands[operand, role]), names);
    }

    private static string Project(StoredProjection projection, string input, string weight, LoopScalars scalars, TypeNames names, Func<string, string, string> operand)
    {
        var linear = $"{names["LinearProjection"]}.Of({operand(input, "input")}, {operand(weight, "weight")}";
        return projection switch
        {
            { Gain: { } gain, CandidateGain: { } candidate } =>
                $"{names["CellNorm"]}.OfGates({linear}), {operand(Weight(gain), "gain")}, {operand(Weight(candidate), "candidateGain")}).add({Bias()}, {scalars.One})",
            { Gain: { } gain } => $"{names["CellNorm"]}.Of({linear}), {operand(Weight(gain), "gain")}, {Bias()})",
            { Biases.Count: 0 } => linear + ")",
            _ => $"{linear}, {Bias()})",
        };

        string Bias() => operand(scalars.Sum(projection.Biases.Select(Weight)), "bias");

        static string Weight(StoredTensor tensor) => $"weights.{tensor}";
    }

    /// <summary>The equations that it computes, as comments.</summary>
    public static string Equations(CellGraph cell) =>
        string.Concat(cell.Sequences[0].EquationLines.Select(line => "\n// " + line));

    /// <summary>The weights of a layer, the recurrent ones with weight drop if it is declared.</summary>
    public static string Weights(Recurrence recurrence, string arguments, TypeNames names) =>
        $"var weights = {recurrence.Layer.Property}.Layer({arguments})"
        + (recurrence.Operation.Options.WeightDrop > 0 ? $".WithDrop({Literal.Of(recurrence.Operation.Options.WeightDrop)}, {names.Training})" : "") + ";";
}
