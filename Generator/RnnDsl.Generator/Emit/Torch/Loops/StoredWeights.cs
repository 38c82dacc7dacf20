using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Emit.Torch.Loops;

/// <summary>How methods write the weights of a built-in cell: as the tensors of the layer's weights, or rows of them.</summary>
internal static class StoredWeights
{
    public static string Print(CellWeight weight) => weight.Source is StoredWeight stored
        ? $"weights.{stored.Tensor}" + stored.Rows switch
        {
            null => "",
            { Count: null } row => $".select(0, {row.First})",
            var rows => $".narrow(0, {rows.First}, {rows.Count})",
        }
        : throw new InvalidOperationException($"The weight '{weight.Name}' is not stored.");

    /// <summary>Whether its code speaks of the size of the cell.</summary>
    public static bool ReadsSize(CellWeight weight) => weight.Source is StoredWeight { Rows.Count: not null };
}
