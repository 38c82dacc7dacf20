using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>A cell of equations as it is computed: what leaves the loop, and the graph of what stays in it.</summary>
/// <param name="Graph">One step of the loop.</param>
/// <param name="Blocks">The sums of what depends on the input alone, side by side in <c>projected</c>.</param>
/// <param name="Inputs">What else depends on the input alone and is read in the loop.</param>
/// <param name="Weights">What each weight of the loop is made of, once for a sequence.</param>
/// <param name="DropsState">Whether recurrent dropout hides some of the output from products.</param>
internal sealed record EquationGraph(
    CellGraph Graph,
    IReadOnlyList<InputBlock> Blocks,
    IReadOnlyList<(InputNode Node, CellValue? Value)> Inputs,
    IReadOnlyDictionary<CellWeight, WeightSource> Weights,
    bool DropsState);

/// <summary>A sum of what depends on the input alone.</summary>
/// <param name="Of">The name of what it goes into, as equations write it.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Products">Its products with matrices.</param>
/// <param name="Others">Its other parts, and what each is multiplied by.</param>
/// <param name="Number">What is added to all of them.</param>
internal sealed record InputBlock(
    string Of, CellLength Length, IReadOnlyList<ProductTerm> Products, IReadOnlyList<(double Scale, CellValue Value)> Others, double Number);

/// <summary>Where a weight of the loop comes from.</summary>
internal abstract record WeightSource;

/// <summary>Matrices one below the other, each a sum of columns of matrices.</summary>
internal sealed record JoinedMatrices(IReadOnlyList<IReadOnlyList<ProductTerm>> Rows) : WeightSource;

/// <summary>Biases one after the other; null for zeros.</summary>
internal sealed record JoinedBiases(IReadOnlyList<(CellLength Length, VectorSum? Sum)> Parts) : WeightSource;

/// <summary>Gains one after the other; null for ones.</summary>
internal sealed record JoinedGains(IReadOnlyList<(CellLength Length, VectorSum? Sum)> Parts) : WeightSource;

/// <summary>One vector.</summary>
internal sealed record WholeVector(VectorSum Sum) : WeightSource;

/// <summary>All 1, which normalisation without a gain multiplies by.</summary>
internal sealed record Ones(CellLength Length) : WeightSource;

/// <summary>A sum of vectors that do not depend on the sequence.</summary>
internal sealed record VectorSum(IReadOnlyList<(double Scale, CellValue Value)> Parts, IReadOnlyList<ProductTerm> Products, double Number)
{
    public static VectorSum Of(CellValue value) => new([(1, value)], [], 0);

    /// <summary>The vector that is all of it; null where there is more.</summary>
    public CellValue? OneVector => Parts.Count == 1 && Parts[0].Scale == 1 && Products.Count == 0 && Number == 0 ? Parts[0].Value : null;
}
