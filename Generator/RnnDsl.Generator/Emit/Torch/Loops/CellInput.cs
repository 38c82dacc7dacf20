using RnnDsl.Generator.Lowering;
using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>The input projection of a built-in cell.</summary>
internal static class CellInput
{
    /// <summary>As code, of any number of steps at once.</summary>
    /// <param name="recurrence">Whose weights.</param>
    /// <param name="input">[..., features]</param>
    /// <param name="scalars">The numbers that it computes with.</param>
    /// <param name="names">How types are written.</param>
    public static string Project(Recurrence recurrence, string input, LoopScalars scalars, TypeNames names) => Project(recurrence, input, "weights.Input", scalars, names, (operand, _) => operand);

    /// <summary>As code that can be run again: a LoopInput.</summary>
    /// <param name="recurrence">Whose weights.</param>
    /// <param name="input">[time, batch, features]</param>
    /// <param name="weight">What multiplies it.</param>
    /// <param name="scalars">The numbers that it computes with.</param>
    /// <param name="names">How types are written.</param>
    public static string Projection(Recurrence recurrence, string input, string weight, LoopScalars scalars, TypeNames names)
    {
        var operands = new ProjectionOperands();
        return operands.Create(Project(recurrence, input, weight, scalars, names, (operand, role) => operands[operand, role]), names);
    }

    private static string Project(Recurrence recurrence, string input, string weight, LoopScalars scalars, TypeNames names, Func<string, string, string> operand)
    {
        var linear = $"{names["LinearProjection"]}.Of({operand(input, "input")}, {operand(weight, "weight")}";
        return (recurrence.Operation.Cell, recurrence.Operation.Options.LayerNorm) switch
        {
            (CellKind.Rnn, true) => linear + ")",
            (CellKind.Lstm, true) => $"{names["CellNorm"]}.Of({linear}), {operand("weights.InputGain", "gain")}, {operand("weights.InputBias", "bias")})",
            (_, true) => $"{names["CellNorm"]}.OfGates({linear}), {operand("weights.InputGain", "gain")}, {operand("weights.InputCandidateGain", "candidateGain")}).add({operand("weights.InputBias", "bias")}, {scalars.One})",
            (CellKind.Gru, false) => linear + $", {operand("weights.InputBias", "bias")})",
            _ => linear + $", {operand(scalars.Sum(["weights.InputBias", "weights.HiddenBias"]), "bias")})",
        };
    }

    /// <summary>The equations that it computes, as comments.</summary>
    public static string Equations(CellGraph cell) =>
        string.Concat(cell.Sequences[0].EquationLines.Select(line => "\n// " + line));

    /// <summary>The weights of a layer, the recurrent ones with weight drop if it is declared.</summary>
    public static string Weights(Recurrence recurrence, string arguments, TypeNames names) =>
        $"var weights = {recurrence.Layer.Property}.Layer({arguments})"
        + (recurrence.Operation.Options.WeightDrop > 0 ? $".WithDrop({Literal.Of(recurrence.Operation.Options.WeightDrop)}, {names.Training})" : "") + ";";
}
