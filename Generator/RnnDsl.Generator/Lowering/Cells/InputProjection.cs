using RnnDsl.Generator.Equations.Analysis;
using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Lowering.Cells;

/// <summary>A part of the input projection of a cell of equations: the terms of one sum that depend on the input alone.</summary>
/// <param name="Of">The name of the value that the sum is a part of, as the equations write it; empty without one.</param>
/// <param name="Length">Its length.</param>
/// <param name="Products">The products with matrices.</param>
/// <param name="Others">The other terms, each with its factor.</param>
/// <param name="Number">The constant term.</param>
internal sealed record InputBlock(
    string Of, CellLength Length, IReadOnlyList<ProductTerm> Products, IReadOnlyList<(double Scale, CellValue Value)> Others, double Number);
