using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>
/// Reports a ⊗ b where it is read elementwise and the cell is one with outer products too: S_t = S_{t-1} + v_t ⊗ k_t. Where a vector is needed, as in h_t = o_t ⊗ tanh(c_t), it has one meaning.
/// </summary>
internal static class OuterProducts
{
    /// <summary>The maximum number of cells that are tried; bounds the work for hostile texts.</summary>
    private const int MostTries = 24;

    /// <summary>The maximum number of signs in an equation of which each is tried alone.</summary>
    private const int MostAlone = 4;

    /// <param name="equations">The equations of a cell without errors, in which ⊗ is elementwise.</param>
    /// <param name="isCell">Whether equations are those of a cell.</param>
    /// <param name="areRows">Whether values are rows, of which v^⊤ k is the outer product.</param>
    /// <param name="doubts">Receives the warnings.</param>
    public static void Report(EquatableArray<Equation> equations, Func<EquatableArray<Equation>, bool> isCell, bool areRows, EquationDiagnostics doubts)
    {
        var tries = 0;
        foreach (var equation in equations)
        {
            var products = In(equation.Value).ToList();
            foreach (var product in products.Count > 1 && IsCell(products) ? products : products.Where(product => products.Count <= MostAlone && IsCell([product])))
            {
                var (left, right) = (EquationPrinter.QuoteFactor(product.Left), EquationPrinter.QuoteFactor(product.Right));
                doubts.Add(EquationMistake.PerhapsOuter, product.Span, $"{left} ⊗ {right}", $"{left} ⊙ {right}", areRows ? $"{left}^⊤ {right}" : $"{left} {right}^⊤");
            }

            bool IsCell(IReadOnlyCollection<BinaryExpression> outer) => ++tries > MostTries
                || isCell(equations.Select(other => ReferenceEquals(other, equation) ? other with { Value = With(outer, other.Value) } : other).ToEquatableArray());
        }
    }

    private static IEnumerable<BinaryExpression> In(Expression expression) =>
        Expressions.Parts(expression).SelectMany(In).Concat(expression is BinaryExpression { IsOuter: true } product ? [product] : []);

    /// <summary>The expression with some products as outer products.</summary>
    private static Expression With(IReadOnlyCollection<BinaryExpression> outer, Expression expression) =>
        Expressions.WithParts(expression, part => With(outer, part)) is var read && expression is BinaryExpression product && outer.Any(other => other.Span == product.Span)
            ? (BinaryExpression)read with { Operator = BinaryOperator.Product, Right = new TransposeExpression(product.Right.Span, ((BinaryExpression)read).Right) }
            : read;
}
