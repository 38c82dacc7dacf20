using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>Products with matrices that have a structure. Kinds tell them from multiples: α (I - k kᵀ) is a matrix, S (I - k kᵀ) its product with S.</summary>
internal sealed partial class ValueKinds
{
    /// <summary>Cache of <see cref="IsStructured"/>, for the kinds that are known so far.</summary>
    private readonly Dictionary<Expression, bool> _structured = new(ByReference.Comparer);

    private static bool IsProduct(BinaryExpression product) => product is { Operator: BinaryOperator.Product } or { Operator: BinaryOperator.Times, OperatorSpan.Length: 0 };

    /// <summary>v kᵀ</summary>
    public static bool IsOuter(Expression expression) => expression is BinaryExpression { Operator: BinaryOperator.Product, Right: TransposeExpression } and not BinaryExpression { Left: TransposeExpression };

    /// <summary>Whether an expression is a matrix of the identity, of diagonals and of outer products.</summary>
    public bool IsStructured(Expression expression)
    {
        if (!_structured.TryGetValue(expression, out var isStructured))
        {
            _structured[expression] = isStructured = Look();
        }

        return isStructured;

        bool Look() => expression switch
        {
            DiagonalExpression => true,
            NameExpression { Name.Key: StructuredMatrices.IdentityKey } name => IsParameter(name),
            NegateExpression negate => IsStructured(negate.Operand),
            BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum => IsStructured(sum.Left) && IsStructured(sum.Right),
            BinaryExpression { Operator: BinaryOperator.Divide } quotient => IsStructured(quotient.Left) && IsMultiplier(quotient.Right),
            BinaryExpression { Operator: BinaryOperator.Product or BinaryOperator.Times } product => IsOuter(product)
                || (IsStructured(product.Left), IsStructured(product.Right)) switch
                {
                    (true, true) => IsProduct(product),
                    (false, true) => IsMultiplier(product.Left),
                    (true, false) => IsMultiplier(product.Right),
                    _ => false,
                },
            _ => false,
        };
    }

    /// <summary>Whether a value may be a number.</summary>
    private bool IsMultiplier(Expression expression) => !IsStructured(expression) && Of(expression) is ValueKind.Number or ValueKind.Unknown;

    /// <summary>Whether such a matrix has the identity or a diagonal, and so is no value by itself, as an outer product is.</summary>
    private bool IsNoValue(Expression matrix) => !IsOuter(matrix) && (matrix is DiagonalExpression or NameExpression || Expressions.Parts(matrix).Any(part => IsStructured(part) && IsNoValue(part)));

    private ValueKind OfStructured(BinaryExpression product)
    {
        var operand = IsStructured(product.Left) ? product.Right : product.Left;
        return IsStructured(operand) || Of(operand) is ValueKind.Number || (operand == product.Left && Of(operand) is ValueKind.Unknown && !IsOpen(product, operand)) ? ValueKind.Matrix : Of(operand);
    }

    /// <summary>Whether the value before the matrix is a row whose own equation has not been reached: h_{t-1} (I - k_t^⊤ k_t).</summary>
    private bool IsOpen(BinaryExpression product, Expression operand) => product.IsRow && operand is NameExpression name && _targets.Contains(name.Name.Key);

    /// <summary>The product of such a matrix with a vector or another matrix; null for any other product, and for a multiple.</summary>
    private Expression? Applied(BinaryExpression product)
    {
        var (left, right) = (product.Left, product.Right);
        switch (IsStructured(left), IsStructured(right))
        {
            // (v kᵀ) (a bᵀ)
            case (true, true) when !IsNoValue(right):
                return Apply(left, right, MatrixSide.Left);

            case (true, true) when !IsNoValue(left):
                return Apply(right, left, MatrixSide.Right);

            case (true, false) when Of(right) == ValueKind.Matrix:
                return Apply(left, right, MatrixSide.Left);

            case (true, false) when Of(right) == ValueKind.Vector && IsNoValue(left):
                return product.IsRow && left is not DiagonalExpression ? Refuse(right, "a row") : Apply(left, right, MatrixSide.Left);

            case (false, true) when Of(left) == ValueKind.Matrix:
                return Apply(right, left, MatrixSide.Right);

            case (false, true) when Of(left) == ValueKind.Vector && IsNoValue(right):
                return product.IsRow || right is DiagonalExpression ? Apply(right, left, MatrixSide.BehindRow) : Refuse(left, "a column");

            default:
                return null;
        }

        AppliedExpression Apply(Expression matrix, Expression operand, MatrixSide side) => new(product.Span, Within(matrix), WithProducts(operand), side);

        BrokenExpression Refuse(Expression vector, string kind)
        {
            _diagnostics.Add(EquationMistake.CannotBeRead, product.Span,
                $"'{EquationPrinter.Quote(vector)}' is {kind} here; write {EquationPrinter.QuoteFactor(right)} · {EquationPrinter.QuoteFactor(left)} for its product with the matrix, and diag({EquationPrinter.Quote(vector)}) for a factor of each row or column");
            return new BrokenExpression(product.Span);
        }
    }

    /// <summary>Reports such a matrix as a whole transposed.</summary>
    private bool RefusesTransposed(BinaryExpression product)
    {
        if (new[] { product.Left, product.Right }.OfType<TransposeExpression>().FirstOrDefault(transposed => IsStructured(transposed.Operand) && IsNoValue(transposed.Operand)) is not { } transpose)
        {
            return false;
        }

        _diagnostics.Add(EquationMistake.CannotBeRead, transpose.Span,
            $"'{EquationPrinter.Quote(transpose)}' transposes a matrix that multiplies; transpose its parts: (I - a_t b_t^⊤)^⊤ is I - b_t a_t^⊤");
        return true;
    }

    /// <summary>The parts of such a matrix, with products of other matrices and vectors in them.</summary>
    private Expression Within(Expression matrix) => matrix switch
    {
        DiagonalExpression or NameExpression => Expressions.WithParts(matrix, WithProducts),
        BinaryExpression outer when IsOuter(outer) => outer with { Left = WithProducts(outer.Left), Right = Expressions.WithParts(outer.Right, WithProducts) },
        _ => Expressions.WithParts(matrix, part => IsStructured(part) ? Within(part) : WithProducts(part)),
    };
}
