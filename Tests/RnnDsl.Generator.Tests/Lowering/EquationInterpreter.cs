using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Computes a cell by its typed equations, step by step. It knows nothing of graphs and schedules, and is what these are compared with.</summary>
internal static class EquationInterpreter
{
    /// <summary>The states after every step.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="inputs">What it computes with.</param>
    public static IReadOnlyList<IReadOnlyDictionary<CellStateSymbol, Rows>> Run(TypedCell cell, EquationInputs inputs, Sizes sizes)
    {
        var steps = new List<IReadOnlyDictionary<CellStateSymbol, Rows>>();
        var states = inputs.States;
        for (var t = 0; t < inputs.Inputs.Count; t++)
        {
            var step = t;
            var values = new EquationValues(inputs.Parameters, inputs.Inputs[t], states, sizes)
            {
                Masks = mask => mask.Kind == MaskKind.Zoneout ? inputs.Zoneout[mask.State][step] : inputs.Dropout[step],
            };
            states = cell.States.ToDictionary(state => state, state => values[cell.NextOf(state)].Expand(Sizes.Batch));
            steps.Add(states);
        }

        return steps;
    }
}
