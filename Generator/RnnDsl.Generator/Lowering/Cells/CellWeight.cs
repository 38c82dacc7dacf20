namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>A weight that a step reads. Weights are compared by reference.</summary>
/// <param name="source">The parameters that it is made of, once for a sequence.</param>
/// <param name="name">Its name.</param>
/// <param name="isMatrix">Whether it is a matrix; else it is a vector.</param>
/// <param name="extent">The length of a vector, the rows of a matrix.</param>
/// <param name="symbol">How the equations write it.</param>
internal sealed class CellWeight(WeightSource source, string name, bool isMatrix, CellExtent extent, string symbol)
{
    public WeightSource Source => source;

    public string Name => name;

    public bool IsMatrix => isMatrix;

    public CellExtent Extent => extent;

    public string Symbol => symbol;
}
