using RnnDsl.Generator.Equations.Typing;

namespace RnnDsl.Generator.Equations.Analysis;

/// <summary>The terms of a sum. Products with joined vectors are split as well, by columns.</summary>
internal sealed class SumTerms
{
    private SumTerms() { }

    public List<ProductTerm> Products { get; } = [];

    /// <summary>Terms that are not matrix products, with their factors.</summary>
    public List<(double Scale, CellValue Value)> Others { get; } = [];

    public double Number { get; private set; }

    /// <summary>Splits a value into terms.</summary>
    /// <param name="value">A sum, or a single term.</param>
    /// <param name="staysWhole">Whether a part is not split because it has other uses.</param>
    public static SumTerms Of(CellValue value, Func<CellValue, bool> staysWhole)
    {
        var terms = new SumTerms();
        terms.Add(1, value, part => part != value && staysWhole(part));
        return terms;
    }

    private void Add(double scale, CellValue value, Func<CellValue, bool> staysWhole)
    {
        switch (value)
        {
            case NumberValue number:
                Number += scale * number.Value;
                break;

            case var whole when staysWhole(whole):
                AddOther(scale, whole);
                break;

            case BinaryValue { Operator: ValueOperator.Add } sum:
                Add(scale, sum.Left, staysWhole);
                Add(scale, sum.Right, staysWhole);
                break;

            case BinaryValue { Operator: ValueOperator.Subtract } difference:
                Add(scale, difference.Left, staysWhole);
                Add(-scale, difference.Right, staysWhole);
                break;

            case BinaryValue { Operator: ValueOperator.Times, Left: NumberValue number } times:
                Add(scale * number.Value, times.Right, staysWhole);
                break;

            case ProductValue product:
                AddProduct(scale, product);
                break;

            default:
                AddOther(scale, value);
                break;
        }
    }

    /// <summary>a + a is 2 a.</summary>
    private void AddOther(double scale, CellValue value)
    {
        var same = Others.FindIndex(other => other.Value == value);
        if (same < 0)
        {
            Others.Add((scale, value));
        }
        else
        {
            Others[same] = (Others[same].Scale + scale, value);
        }
    }

    private void AddProduct(double scale, ProductValue product)
    {
        var whole = product.Operand.Length;
        if (product.Operand is not ConcatValue concat)
        {
            Products.Add(new ProductTerm(scale, product.Matrix, [], whole, whole, product.Operand));
            return;
        }

        var before = new List<CellLength>();
        foreach (var item in concat.Operands)
        {
            Products.Add(new ProductTerm(scale, product.Matrix, [.. before], item.Length, whole, item));
            before.Add(item.Length);
        }
    }
}

/// <summary>A product with a matrix, or with some of its columns.</summary>
/// <param name="Scale">The factor of the product.</param>
/// <param name="Matrix">The matrix.</param>
/// <param name="Before">The number of columns before these, by part.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="AllColumns">The number of columns of the matrix.</param>
/// <param name="Operand">The operand of the product.</param>
internal sealed record ProductTerm(double Scale, CellParameter Matrix, IReadOnlyList<CellLength> Before, CellLength Columns, CellLength AllColumns, CellValue Operand)
{
    public bool IsWhole => Before.Count == 0 && Columns.Parts.Count == AllColumns.Parts.Count;
}
