namespace RnnDsl.Generator.Equations;

/// <summary>
/// Matrices of a step that are never computed: the identity, diag(a), outer products beside them, and sums, multiples and products of those. Each part multiplies what stands before or behind the
/// whole: S (I - β k kᵀ) is S - β (S k) kᵀ.
/// </summary>
internal static class StructuredMatrices
{
    public const string IdentityKey = "I";

    /// <summary>Whether diag(a) stands in an expression.</summary>
    public static bool HasDiagonal(Expression expression) => expression is DiagonalExpression || Expressions.Parts(expression).Any(HasDiagonal);

    /// <summary>Whether an operand of a product is such a matrix as it is written: by diag(a), or by I beside an outer product. W - γ I is a matrix of parameters.</summary>
    /// <param name="expression">The operand.</param>
    /// <param name="isOuter">Whether a product is an outer one.</param>
    /// <param name="isIdentity">Whether a name is that of the identity.</param>
    public static bool IsWritten(Expression expression, Func<BinaryExpression, bool> isOuter, Func<NameExpression, bool> isIdentity)
    {
        var (hasDiagonal, hasIdentity, hasOuter) = (false, false, false);
        return Look(expression) && (hasDiagonal || (hasIdentity && hasOuter));

        bool Look(Expression part)
        {
            switch (part)
            {
                case DiagonalExpression:
                    return hasDiagonal = true;

                case NameExpression name when isIdentity(name):
                    return hasIdentity = true;

                case NegateExpression negate:
                    return Look(negate.Operand);

                case BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } sum:
                    return Look(sum.Left) | Look(sum.Right);

                case BinaryExpression { Operator: BinaryOperator.Divide } quotient:
                    return Look(quotient.Left);

                case BinaryExpression { Operator: BinaryOperator.Product } product when isOuter(product):
                    return hasOuter = true;

                // A multiple, or a product of such matrices: what it multiplies would be its last factor.
                case BinaryExpression { Operator: BinaryOperator.Product or BinaryOperator.Times } product:
                    return Look(product.Right);

                default:
                    return false;
            }
        }
    }
}
