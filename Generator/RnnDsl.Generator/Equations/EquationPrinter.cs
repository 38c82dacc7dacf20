using System.Globalization;

namespace RnnDsl.Generator.Equations;

/// <summary>Prints equations in the notation of papers. The output parses to the same equations.</summary>
internal static class EquationPrinter
{
    public static string Print(Equation equation) => $"{equation.Target.Name.At(equation.Target.Time)} = {Print(equation.Value)}";

    public static string Print(Expression expression) => expression switch
    {
        NumberExpression number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        NameExpression { Power: { } power } => $"{power.Base.Display}^{{{power.Exponent.ToString("R", CultureInfo.InvariantCulture)}}}",
        NameExpression { Time: TimeIndex.Other } name => name.Name.At(name.Steps),
        NameExpression { IsTransposed: true } name => name.Name.Transposed().Display,
        NameExpression name => name.Name.At(name.Time),
        PartExpression part => part.Written ?? Print(part.Whole),
        BrokenExpression => "?",
        TransposeExpression transpose => Within(transpose.Operand, Level.Primary) + "ᵀ",
        NegateExpression negate => "-" + Within(negate.Operand, Level.Signed),
        AppliedExpression { Side: MatrixSide.Left } applied => $"{Within(applied.Matrix, Level.Primary)} · {Within(applied.Operand, Level.Signed)}",
        AppliedExpression applied => $"{Within(applied.Operand, Level.Primary)} · {Within(applied.Matrix, Level.Signed)}",
        DiagonalExpression diagonal => $"diag({Print(diagonal.Operand)})",
        CallExpression call => $"{call.Function?.Name ?? "?"}({string.Join(", ", call.Arguments.Select(Print))})",
        SelectionExpression selection => $"{Within(selection.Then, Level.Sum)} if {Print(selection.Condition)} else {Print(selection.Otherwise)}",
        LogicalExpression { IsAnd: true } both => $"{Within(both.Left, Level.And)} and {Within(both.Right, Level.Comparison)}",
        LogicalExpression either => $"{Within(either.Left, Level.Or)} or {Within(either.Right, Level.And)}",
        ComparisonExpression comparison => $"{Within(comparison.Left, Level.Sum)} {Sign(comparison.Operator)} {Within(comparison.Right, Level.Sum)}",
        ConcatExpression concat => $"[{string.Join(", ", concat.Items.Select(Print))}]",
        BinaryExpression { Operator: BinaryOperator.Add } sum => $"{Within(sum.Left, Level.Sum)} + {Within(sum.Right, Level.Factors)}",
        BinaryExpression { Operator: BinaryOperator.Subtract } difference => $"{Within(difference.Left, Level.Sum)} - {Within(difference.Right, Level.Factors)}",
        BinaryExpression { Operator: BinaryOperator.Times } times => $"{Within(times.Left, Level.Factors)} ⊙ {Within(times.Right, Level.Signed)}",
        BinaryExpression { Operator: BinaryOperator.Divide } quotient => $"{Within(quotient.Left, Level.Factors)} / {Within(quotient.Right, Level.Signed)}",
        BinaryExpression { Operator: BinaryOperator.Power } power => $"({Print(power.Left)})^{{{Print(power.Right)}}}",
        BinaryExpression product => $"{Within(product.Left, Level.Primary)} · {Within(product.Right, Level.Signed)}",
        _ => throw new InvalidOperationException($"A {expression.GetType().Name} has no print."),
    };

    /// <summary>As quoted in messages: long text is truncated.</summary>
    public static string Quote(Expression expression) => Short(Print(expression));

    /// <inheritdoc cref="Quote(Expression)"/>
    public static string Quote(Equation equation) => Short(Print(equation));

    /// <summary>An expression as an operand of ·, in parentheses where necessary.</summary>
    public static string QuoteFactor(Expression expression) => Short(Within(expression, Level.Primary));

    private static string Short(string text) => text.Length <= LongestQuote ? text : text.Substring(0, LongestQuote - 1).TrimEnd() + "…";

    private const int LongestQuote = 80;

    private static string Within(Expression expression, Level level) => LevelOf(expression) >= level ? Print(expression) : $"({Print(expression)})";

    private static string Sign(ComparisonOperator @operator) => @operator switch
    {
        ComparisonOperator.Greater => ">",
        ComparisonOperator.Less => "<",
        ComparisonOperator.AtLeast => "≥",
        ComparisonOperator.AtMost => "≤",
        ComparisonOperator.Equal => "=",
        _ => "≠",
    };

    private static Level LevelOf(Expression expression) => expression switch
    {
        SelectionExpression => Level.Selection,
        LogicalExpression logical => logical.IsAnd ? Level.And : Level.Or,
        ComparisonExpression => Level.Comparison,
        BinaryExpression { Operator: BinaryOperator.Add or BinaryOperator.Subtract } => Level.Sum,
        BinaryExpression { Operator: BinaryOperator.Times or BinaryOperator.Divide } => Level.Factors,
        BinaryExpression { Operator: BinaryOperator.Power } => Level.Primary,
        NegateExpression or BinaryExpression or AppliedExpression => Level.Signed,
        _ => Level.Primary,
    };

    /// <summary>The precedence of an expression.</summary>
    private enum Level
    {
        Selection,
        Or,
        And,
        Comparison,
        Sum,
        Factors,
        Signed,
        Primary,
    }
}
