using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>Where a weight of a step comes from.</summary>
internal abstract record WeightSource;

/// <summary>A tensor that a built-in cell stores, or some of its rows.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Rows">The rows; null for all.</param>
internal sealed record StoredWeight(StoredTensor Tensor, StoredRows? Rows = null) : WeightSource;

/// <summary>Rows of a stored tensor.</summary>
/// <param name="First">The number of rows before them.</param>
/// <param name="Count">The number of rows; null for one row as a vector.</param>
internal sealed record StoredRows(CellExtent First, CellExtent? Count);

/// <summary>The tensors of a layer of a built-in cell, by their properties in the runtime.</summary>
internal enum StoredTensor
{
    Input,
    InputBias,
    InputGain,
    InputCandidateGain,
    Hidden,
    HiddenBias,
    HiddenGain,
    CandidateGain,
    CandidateBias,
    CellGain,
    CellBias,
    Peepholes,
    Projection,
}

/// <summary>A parameter of a user-defined cell, as it is.</summary>
internal sealed record ParameterWeight(CellParameter Parameter) : WeightSource;

/// <summary>A matrix in the formula of another one, as it is or transposed.</summary>
internal sealed record WholeMatrix(CellParameter Parameter, bool IsTransposed) : WeightSource;

/// <summary>Some rows of a matrix of a user-defined cell.</summary>
/// <param name="Parameter">The matrix.</param>
/// <param name="Before">The numbers of rows before them.</param>
/// <param name="Count">Their number.</param>
internal sealed record MatrixRows(CellParameter Parameter, IReadOnlyList<CellLength> Before, CellLength Count) : WeightSource
{
    /// <summary>The rows that a parameter is; null for another parameter.</summary>
    public static MatrixRows? Of(CellParameter parameter) => parameter.Formula is MatrixRowsValue rows ? new MatrixRows(rows.Parameter, [.. rows.Before], rows.Rows) : null;
}

/// <summary>The identity, of the size of a matrix.</summary>
internal sealed record IdentityMatrix(CellParameter Like) : WeightSource;

/// <summary>A parameter of one number, repeated to a length.</summary>
internal sealed record RepeatedParameter(CellParameter Parameter, CellLength Length) : WeightSource;

/// <summary>A matrix in a product with states, some of its columns' elements dropped in training.</summary>
/// <param name="Columns">The columns, and whether they multiply a state: those of the input stay.</param>
internal sealed record DroppedMatrix(IReadOnlyList<(ProductTerm Term, bool IsDropped)> Columns) : WeightSource;

/// <summary>Matrices one below the other, each a sum of columns of matrices.</summary>
internal sealed record JoinedMatrices(IReadOnlyList<IReadOnlyList<ProductTerm>> Rows) : WeightSource;

/// <summary>Some columns of each of several matrices, one below the other.</summary>
/// <param name="Parts">The matrices, each with the columns that multiply one operand; null for all.</param>
internal sealed record JoinedColumns(IReadOnlyList<(CellWeight Matrix, StoredRows? Columns)> Parts) : WeightSource;

/// <summary>Sums of vectors, one after the other; of no vectors for zeros.</summary>
internal sealed record JoinedSums(IReadOnlyList<(CellExtent Length, IReadOnlyList<CellWeight> Vectors)> Parts) : WeightSource;

/// <summary>Biases one after the other; null for zeros.</summary>
internal sealed record JoinedBiases(IReadOnlyList<(CellLength Length, VectorSum? Sum)> Parts) : WeightSource;

/// <summary>Gains one after the other; null for ones.</summary>
internal sealed record JoinedGains(IReadOnlyList<(CellLength Length, VectorSum? Sum)> Parts) : WeightSource;

/// <summary>One vector.</summary>
internal sealed record WholeVector(VectorSum Sum) : WeightSource;

/// <summary>Ones.</summary>
/// <param name="Length">How many.</param>
/// <param name="IsGain">Whether they are the gain of a normalisation without a gain.</param>
internal sealed record Ones(CellLength Length, bool IsGain) : WeightSource;

/// <summary>A sum of vectors that do not depend on the sequence.</summary>
internal sealed record VectorSum(IReadOnlyList<(double Scale, CellValue Value)> Parts, IReadOnlyList<ProductTerm> Products, double Number)
{
    public static VectorSum Of(CellValue value) => new([(1, value)], [], 0);

    /// <summary>The vector, if the sum has no other term; else null.</summary>
    public CellValue? OneVector => Parts.Count == 1 && Parts[0].Scale == 1 && Products.Count == 0 && Number == 0 ? Parts[0].Value : null;
}
