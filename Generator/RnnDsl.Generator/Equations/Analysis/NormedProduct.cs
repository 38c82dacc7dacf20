using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Analysis;

/// <summary>γ ⊙ layernorm(U · a), with or without γ: a normalised recurrent projection.</summary>
/// <param name="Value">The whole value.</param>
/// <param name="Gain">γ; null if there is none.</param>
/// <param name="Products">The products that are normalised together, with a common operand.</param>
/// <param name="Operand">The common operand.</param>
internal sealed record NormedProduct(CellValue Value, CellValue? Gain, IReadOnlyList<ProductTerm> Products, CellValue Operand)
{
    /// <summary>A value of that form whose parts have no other use; null for any other.</summary>
    public static NormedProduct? Of(CellValue value, ValueFacts facts, Func<CellValue, bool> staysWhole, Func<CellValue, bool> hasName)
    {
        if (GainedNorm.Of(value, facts, hasName) is not { } gained || facts.ReadersOf(gained.Norm.Operand) != 1 || hasName(gained.Norm.Operand))
        {
            return null;
        }

        var terms = SumTerms.Of(gained.Norm.Operand, staysWhole);
        var operands = terms.Products.Select(product => product.Operand).Distinct().ToList();
        return operands.Count == 1 && terms.Others.Count == 0 && terms.Number == 0 && facts.Of(operands[0]) == Dependence.State
            ? new NormedProduct(value, gained.Gain, terms.Products, operands[0])
            : null;
    }
}
