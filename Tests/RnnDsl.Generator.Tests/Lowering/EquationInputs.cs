using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>What a cell of equations computes with.</summary>
/// <param name="Parameters">The parameters.</param>
/// <param name="Inputs">x_t of every step.</param>
/// <param name="States">The initial states.</param>
/// <param name="Dropout">The recurrent dropout mask of the output at every step.</param>
/// <param name="Zoneout">The zoneout masks of states at every step: how much of its previous value a state keeps.</param>
internal sealed record EquationInputs(
    IReadOnlyDictionary<CellParameter, Rows> Parameters,
    IReadOnlyList<Rows> Inputs,
    IReadOnlyDictionary<CellStateSymbol, Rows> States,
    IReadOnlyList<Rows> Dropout,
    IReadOnlyDictionary<CellStateSymbol, IReadOnlyList<Rows>> Zoneout)
{
    /// <summary>Random inputs.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="random">The source of the numbers.</param>
    public static EquationInputs Random(TypedCell cell, Sizes sizes, RandomRows random)
    {
        var parameters = cell.Parameters.ToDictionary(
            parameter => parameter,
            parameter => parameter.IsMatrix ? random.Weights(sizes.Of(parameter.Rows.Length!), sizes.Of(parameter.Columns.Length!)) : random.Weights(1, sizes.Of(parameter.Rows.Length!)));
        foreach (var matrix in cell.Matrices)
        {
            parameters.Add(matrix, new EquationValues(parameters, null, new Dictionary<CellStateSymbol, Rows>(), sizes)[matrix.Formula!]);
        }

        return new(
            parameters,
            RandomRows.Sequence(() => random.Values(sizes.Features)),
            cell.States.ToDictionary(state => state, state => random.Values(sizes.Of(state.Length))),
            RandomRows.Sequence(() => random.DropoutMask(sizes.Of(cell.Output.Length))),
            cell.States.ToDictionary(state => state, state => RandomRows.Sequence(() => random.ZoneoutMask(sizes.Of(state.Length)))));
    }
}
