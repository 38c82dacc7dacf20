using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Computes a cell by its typed equations, step by step. It knows nothing of graphs and schedules, and is what these are compared with.</summary>
internal static class EquationInterpreter
{
    /// <summary>The states after every step.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">What it computes with.</param>
    /// <param name="hasDropout">Whether the output has recurrent dropout.</param>
    /// <param name="hasZoneout">Whether the states have zoneout.</param>
    public static IReadOnlyList<IReadOnlyDictionary<CellStateSymbol, Rows>> Run(TypedCell cell, EquationInputs inputs, bool hasDropout = false, bool hasZoneout = false)
    {
        var steps = new List<IReadOnlyDictionary<CellStateSymbol, Rows>>();
        var states = inputs.States;
        for (var t = 0; t < inputs.Inputs.Count; t++)
        {
            var values = new EquationValues(inputs.Parameters, inputs.Inputs[t], states) { Dropout = hasDropout ? (cell.Output, inputs.Dropout[t]) : null };
            states = cell.States.ToDictionary(state => state, state => hasZoneout ? Zoneout(values[state.Next!], states[state], inputs.Zoneout[state][t]) : values[state.Next!].Expand(Sizes.Batch));
            steps.Add(states);
        }

        return steps;
    }

    private static Rows Zoneout(Rows next, Rows previous, Rows keep) => ((Rows.Constant(1) - keep) * next) + (keep * previous);
}
