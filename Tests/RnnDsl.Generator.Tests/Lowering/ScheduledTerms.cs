using RnnDsl.Generator.Lowering.Cells;
using RnnDsl.Generator.Lowering.Schedule;

namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Computes the terms of a schedule's gradients.</summary>
internal static class ScheduledTerms
{
    /// <summary>scale × value · matrix ⊙ factors</summary>
    /// <param name="term">The term.</param>
    /// <param name="value">The gradient that it is made of.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="read">Reads a value of the forward pass.</param>
    public static Rows Compute(ScheduledTerm term, Rows value, IReadOnlyDictionary<CellWeight, Rows> weights, Sizes sizes, Func<CellNode, Rows> read)
    {
        if (term.Columns is { } columns)
        {
            value = value.Columns(sizes.Of(columns.First), sizes.Of(columns.Extent));
        }

        if (term.Matrix is { } matrix)
        {
            value = value.Times(weights[matrix]);
        }

        return term.Factors.Aggregate(term.Scale * value, (product, factor) => product * GradientFactors.Compute(factor, read));
    }

    /// <summary>What a step adds to the gradient of a weight.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="region">Reads a saved gradient.</param>
    /// <param name="read">Reads a value of the forward pass.</param>
    /// <param name="term">Computes a term.</param>
    public static Rows Compute(ScheduledWeightGradient gradient, Func<GradientRegion, Rows> region, Func<CellNode, Rows> read, Func<ScheduledTerm, Rows> term) => gradient switch
    {
        MatrixProductGradient matrix => region(matrix.Region).Transpose().Times(read(matrix.Operand)),
        RegionSum sum => region(sum.Region).Sum(),
        TermSum sum => sum.Terms.Select(term).Aggregate(static (total, one) => total + one).Sum(),
        NormGainGradient { Norm: var norm } gain => (region(gain.Region) * read(norm.Operand).Normalise(norm.Blocks)).Sum(),
        _ => throw new InvalidOperationException($"A {gradient.GetType().Name} is not interpreted."),
    };
}
