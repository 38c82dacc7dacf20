namespace RnnDsl.Generator.Equations;

/// <summary>
/// Products of rows, x_t W, as the products of columns that they are: W · x_t with a matrix, v k^⊤ for the outer product v^⊤ k, k^⊤ q for the inner one q k^⊤. Values are rows where the cell says so,
/// or where every matrix stands on the right.
/// </summary>
internal sealed partial class Factors
{
    /// <summary>Whether a matrix stands on the right of a row.</summary>
    private bool _hasRows;

    /// <summary>The first product with its matrix on the left; null if there is none.</summary>
    private BinaryExpression? _column;

    private bool AreRows => _notation.Vectors switch
    {
        VectorConvention.Rows => true,
        VectorConvention.Columns => false,
        _ => _hasRows && _column is null,
    };

    /// <summary>Whether a product is that of a row with one matrix or several: x_t W, x_t (W - W^⊤) V.</summary>
    private bool IsBeforeMatrices(BinaryExpression product) => !IsParameter(product.Left) && IsOfRow(product);

    private bool IsOfRow(BinaryExpression product) =>
        !IsTransposedValue(product.Left) && !IsNumber(product.Left) && product.Left is not BrokenExpression && !HasMatrix(product.Left) && !IsMultipleOfIdentity(product) && RowChain(product).Skip(1).All(HasMatrix);

    /// <summary>α_t I, a matrix beside an outer product.</summary>
    private bool IsMultipleOfIdentity(BinaryExpression product) => product.Right is NameExpression name && IsIdentity(name);

    private bool IsNumber(Expression expression) => expression is NumberExpression || (expression is NameExpression name && (_scalars.Contains(name.Name.Key) || _constants.Contains(name.Name.Key)));

    /// <summary>a, b and c of a b c; parentheses hold one of them.</summary>
    private static IEnumerable<Expression> RowChain(BinaryExpression product)
    {
        Expression rest = product;
        while (rest is BinaryExpression { Operator: BinaryOperator.Product } inner && (rest == product || inner.Span.Start == inner.Left.Span.Start))
        {
            yield return inner.Left;
            rest = inner.Right;
        }

        yield return rest;
    }

    /// <summary>The product of rows for columns; null for an elementwise product, and for a multiple by a number.</summary>
    private Expression? ReadRow(BinaryExpression product)
    {
        if (IsTransposedValue(product.Left))
        {
            return product with { Left = Read(Untransposed(product.Left)), Right = new TransposeExpression(product.Right.Span, Read(product.Right)) };
        }

        if (IsTransposedValue(product.Right) && !HasMatrix(product.Left))
        {
            return product with { Left = new TransposeExpression(product.Right.Span, Read(Untransposed(product.Right))), Right = Read(product.Left), IsRow = true };
        }

        if (!HasMatrix(product) && (HasMatrix(product.Left) || (!product.IsSideBySide && IsParameter(product.Left) && !IsNumber(product.Left) && !IsOfRow(product))))
        {
            return Refuse(product, $"values are rows here, and '{EquationPrinter.Quote(product)}' has its matrix on the left, as columns have; write {EquationPrinter.QuoteFactor(product.Right).TrimEnd('ᵀ')} · {EquationPrinter.QuoteFactor(product.Left)}");
        }

        if (IsOfRow(product))
        {
            // x_t W V is V · (W · x_t) for columns.
            var chain = RowChain(product).ToList();
            return chain.Skip(1).Aggregate(Read(chain[0]), (value, matrix) => product with { Left = Read(matrix), Right = value });
        }

        var factors = RowChain(product).SkipWhile(IsNumber).ToList();
        if (factors.Count > 2 && !HasMatrix(factors[0]) && !factors.Exists(IsTransposedValue) && factors.Skip(1).SkipWhile(factor => !HasMatrix(factor)).Any() && !HasMatrix(factors[1]))
        {
            var (one, two, matrix) = (EquationPrinter.QuoteFactor(factors[0]), EquationPrinter.QuoteFactor(factors[1]), EquationPrinter.QuoteFactor(factors.First(HasMatrix)));
            return Refuse(product, $"this may be ({one} ⊙ {two}) · {matrix} or {one} ⊙ ({two} · {matrix}); write the one that is meant");
        }

        return null;
    }

    /// <summary>Reports x_t W beside U h_{t-1}; null for any other product.</summary>
    private BrokenExpression? RefuseBesideColumns(BinaryExpression product)
    {
        if (!IsBeforeMatrices(product) || !product.IsSideBySide || (_column is null && _notation.Vectors != VectorConvention.Columns))
        {
            return null;
        }

        var chain = RowChain(product).ToList();
        var column = string.Join(" · ", chain.AsEnumerable().Reverse().Select(EquationPrinter.QuoteFactor));
        return Refuse(product, $"'{EquationPrinter.Quote(product)}' has its matrix on the right, as rows have, and {(_column is { } other ? $"'{EquationPrinter.Quote(other)}' on the left, as columns have" : "values are columns here")}; write {column}, or ⊙ for an elementwise product");
    }

    private static Expression Untransposed(Expression expression) => expression switch
    {
        TransposeExpression transpose => transpose.Operand,
        NameExpression name => name with { IsTransposed = false },
        _ => expression,
    };

    private BrokenExpression Refuse(BinaryExpression product, string why)
    {
        _diagnostics.Add(EquationMistake.CannotBeRead, product.Span, why);
        return new BrokenExpression(product.Span);
    }
}
