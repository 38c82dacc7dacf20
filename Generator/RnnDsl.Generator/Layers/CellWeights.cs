using RnnDsl.Generator.Lowering.Operations;
using RnnDsl.Generator.Shapes;

namespace RnnDsl.Generator.Layers;

/// <summary>The number of weights of a recurrence.</summary>
internal static class CellWeights
{
    /// <summary>The number of weights of all layers and directions.</summary>
    public static Polynomial Count(RecurrenceOperation recurrence) =>
        recurrence.Directions * (OfLayer(recurrence, 0) + ((recurrence.Layers - 1) * OfLayer(recurrence, 1)));

    /// <summary>The weights of one of its layers in one direction: the first, or one above another.</summary>
    private static Polynomial OfLayer(RecurrenceOperation recurrence, int number)
    {
        var (features, hidden, options) = (recurrence.FeaturesOf(number), recurrence.HiddenSize, recurrence.Options);
        return recurrence.UserCell is { } userCell
            ? userCell.Typed.Parameters.Aggregate((Polynomial)0, (sum, parameter) =>
                sum + (recurrence.SizeOf(parameter.Rows.Length!, features) * (parameter.IsMatrix ? recurrence.SizeOf(parameter.Columns.Length!, features) : 1)))
            : (recurrence.Gates * hidden * (features + recurrence.StateSize + Biases(recurrence)))
                + (recurrence.Projection is { } length ? length * hidden : 0)
                + (options.Peepholes ? 3 * hidden : 0)
                + (options.LayerNorm ? Norms(recurrence) * hidden : 0);
    }

    /// <summary>
    /// PyTorch has one bias in the input projection and one in the recurrent projection. In cells that PyTorch does not have, where the second bias would only be added to
    /// the first, there is one.
    /// </summary>
    private static int Biases(RecurrenceOperation recurrence) => recurrence.Options.LayerNorm || recurrence.ResetsBefore ? 1 : 2;

    /// <summary>The number of gains and biases of a cell's layer normalisations, as a multiple of the hidden size.</summary>
    private static int Norms(RecurrenceOperation recurrence) => recurrence.Cell switch
    {
        // Input and recurrent projections of all gates; gain and bias of the cell state.
        CellKind.Lstm => 4 + 4 + 2,

        // Both projections of the gates and of the candidate; the second form has a bias inside the reset.
        CellKind.Gru => 3 + 3 + (recurrence.Options.ResetAfter ? 1 : 0),

        // The pre-activation.
        _ => 1,
    };
}
