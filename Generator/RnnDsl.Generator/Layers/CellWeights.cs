using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>The number of weights of a cell.</summary>
internal static class CellWeights
{
    public static int Gates(CellKind cell) => cell switch
    {
        CellKind.Lstm => 4,
        CellKind.Gru => 3,
        _ => 1,
    };

    /// <summary>
    /// PyTorch has one bias in the input projection and one in the recurrent projection. In cells that PyTorch does not have, where the second bias would only be added to
    /// the first, there is one.
    /// </summary>
    public static int Biases(CellKind cell, RecurrentOptions options) =>
        options.LayerNorm || (cell == CellKind.Gru && !options.ResetAfter) ? 1 : 2;

    public static Polynomial Count(
        CellKind cell, Polynomial input, Polynomial hidden, Polynomial? projection, int layers, bool bidirectional, RecurrentOptions options)
    {
        var state = projection ?? hidden;
        var directions = bidirectional ? 2 : 1;
        var between = (options.Merge == MergeKind.Concat ? directions : 1) * state;
        return directions * (OneLayer(input) + ((layers - 1) * OneLayer(between)));

        Polynomial OneLayer(Polynomial features) =>
            (Gates(cell) * hidden * (features + state + Biases(cell, options)))
            + (projection is { } length ? length * hidden : 0)
            + (options.Peepholes ? 3 * hidden : 0)
            + (options.LayerNorm ? Norms(cell, options) * hidden : 0);
    }

    /// <summary>The number of gains and biases of a cell's layer normalisations, as a multiple of the hidden size.</summary>
    private static int Norms(CellKind cell, RecurrentOptions options) => cell switch
    {
        // Input and recurrent projections of all gates; gain and bias of the cell state.
        CellKind.Lstm => 4 + 4 + 2,

        // Both projections of the gates and of the candidate; the second form has a bias inside the reset.
        CellKind.Gru => 3 + 3 + (options.ResetAfter ? 1 : 0),

        // The pre-activation.
        _ => 1,
    };
}
