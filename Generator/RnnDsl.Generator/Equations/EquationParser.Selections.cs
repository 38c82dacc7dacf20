namespace RnnDsl.Generator.Equations;

/// <summary>Parses selections, as words and as cases, and their conditions.</summary>
internal sealed partial class EquationParser
{
    private const string NoCondition = "a condition compares two values, as in z_t > 0";

    /// <summary>Whether what is parsed may be a condition, which parentheses group too.</summary>
    private bool _isCondition;

    private static ComparisonOperator? ComparisonOf(TokenKind kind) => kind switch
    {
        TokenKind.Greater => ComparisonOperator.Greater,
        TokenKind.Less => ComparisonOperator.Less,
        TokenKind.AtLeast => ComparisonOperator.AtLeast,
        TokenKind.AtMost => ComparisonOperator.AtMost,
        TokenKind.Equals or TokenKind.Same => ComparisonOperator.Equal,
        TokenKind.NotEqual => ComparisonOperator.NotEqual,
        _ => null,
    };

    private static bool IsCondition(Expression expression) => expression is ComparisonExpression or LogicalExpression;

    /// <summary>A sum, or a selection of two values: a_t if b_t > 0 else c_t.</summary>
    private Expression? ParseValue() => ParseSum() is { } value ? ParseSelection(value) : null;

    /// <summary>What parentheses hold: a value, and within a condition also a condition.</summary>
    private Expression? ParseInner() => !_isCondition ? ParseValue()
        : ParseEither() is not { } inner ? null
        : IsCondition(inner) ? inner
        : ParseSelection(inner);

    /// <summary>The selection behind its first value; the value itself where none follows.</summary>
    private Expression? ParseSelection(Expression value)
    {
        if (Current.Kind != TokenKind.If)
        {
            return value;
        }

        var sign = _tokens[_at++];
        PassLineEnd();
        if (ParseCondition() is not { } condition)
        {
            return null;
        }

        if (Current.Kind != TokenKind.Else)
        {
            return Refuse<Expression>(IsEnd(Current.Kind) ? sign : Current, "a selection has a value for each case; write a_t if b_t > 0 else c_t");
        }

        _at++;
        PassLineEnd();
        if (!Enter(sign) || ParseValue() is not { } otherwise)
        {
            return null;
        }

        _depth--;
        return Limited(new SelectionExpression(value.Span.To(otherwise.Span), condition, value, otherwise));
    }

    private Expression? ParseCondition()
    {
        var outer = _isCondition;
        _isCondition = true;
        if (ParseEither() is not { } condition)
        {
            return null;
        }

        _isCondition = outer;
        return IsCondition(condition) ? condition : Refuse<Expression>(condition.Span, NoCondition);
    }

    /// <summary>a > b or c > d</summary>
    private Expression? ParseEither() => ParseLogical(TokenKind.Or, ParseBoth);

    /// <summary>a > b and c > d</summary>
    private Expression? ParseBoth() => ParseLogical(TokenKind.And, ParseComparison);

    private Expression? ParseLogical(TokenKind word, Func<Expression?> parseOperand)
    {
        var left = parseOperand();
        while (left is not null && Current.Kind == word)
        {
            _at++;
            PassLineEnd();
            if (parseOperand() is not { } right)
            {
                return null;
            }

            left = !IsCondition(left) ? Refuse<Expression>(left.Span, NoCondition)
                : !IsCondition(right) ? Refuse<Expression>(right.Span, NoCondition)
                : Limited(new LogicalExpression(left.Span.To(right.Span), word == TokenKind.And, left, right));
        }

        return left;
    }

    /// <summary>a > b, and a chain a ≤ b < c, which is two comparisons.</summary>
    private Expression? ParseComparison()
    {
        if (ParseSum() is not { } left)
        {
            return null;
        }

        var all = default(Expression);
        while (ComparisonOf(Current.Kind) is { } @operator)
        {
            _at++;
            PassLineEnd();
            if (ParseSum() is not { } right || Limited(new ComparisonExpression(left.Span.To(right.Span), @operator, left, right)) is not { } comparison)
            {
                return null;
            }

            all = all is null ? comparison : Limited(new LogicalExpression(all.Span.To(right.Span), IsAnd: true, all, comparison));
            if (all is null)
            {
                return null;
            }

            left = right;
        }

        return all ?? left;
    }

    /// <summary>\begin{cases} a & b > 0 \\ c & \text{otherwise} \end{cases}</summary>
    private Expression? ParseCases()
    {
        var open = _tokens[_at++];
        var (outer, rows) = (_isCondition, new List<(Expression Value, Expression? Condition)>());
        _isCondition = false;
        _brackets++;
        if (!Enter(open))
        {
            return null;
        }

        while (Current.Kind != TokenKind.CloseCases)
        {
            if (Current.Kind == TokenKind.Row)
            {
                _at++;
                continue;
            }

            if (rows.Count > 0 && rows[rows.Count - 1].Condition is null)
            {
                return Refuse<Expression>(Current, "the row with 'otherwise' is the last one of cases");
            }

            if (ParseRow() is not { } row)
            {
                return null;
            }

            rows.Add(row);
            if (Current.Kind is not (TokenKind.Row or TokenKind.CloseCases))
            {
                return IsEnd(Current.Kind) ? Refuse<Expression>(open, $"this '{Text(open)}' is not closed") : Refuse<Expression>(Current, "a row of cases ends with '\\\\' or '\\end{cases}'");
            }
        }

        var span = open.Span.To(Current.Span);
        Leave();
        _isCondition = outer;
        if (rows.Count < 2)
        {
            return Refuse<Expression>(open, "cases have two rows or more; write a value for each, as in a & b > 0 and c & \\text{otherwise}");
        }

        var (last, condition) = rows[rows.Count - 1];
        if (condition is not null && !(rows.Count == 2 && AreOpposite(rows[0].Condition!, condition)))
        {
            return Refuse<Expression>(condition.Span, "where no condition holds, there is no value; write \\text{otherwise} in the last row");
        }

        var selection = rows.Take(rows.Count - 1).Reverse().Aggregate((Expression?)last, (otherwise, row) =>
            otherwise is null ? null : Limited(new SelectionExpression(span, row.Condition!, row.Value, otherwise)));
        return selection;
    }

    /// <summary>A value and its condition; null as the condition for 'otherwise'.</summary>
    private (Expression Value, Expression? Condition)? ParseRow()
    {
        if (ParseSum() is not { } value)
        {
            return null;
        }

        _at += Current.Kind == TokenKind.Comma ? 1 : 0;
        var isCondition = Current.Kind == TokenKind.Column;
        _at += isCondition ? 1 : 0;
        isCondition |= Current.Kind is TokenKind.If or TokenKind.Else;
        if (!isCondition)
        {
            Refuse<Expression>(value.Span, "a row of cases is a value and its condition, as in a & b > 0");
            return null;
        }

        var condition = default(Expression);
        if (Current.Kind == TokenKind.Else)
        {
            _at++;
        }
        else
        {
            _at += Current.Kind == TokenKind.If ? 1 : 0;
            condition = ParseCondition();
            if (condition is null)
            {
                return null;
            }
        }

        _at += Current.Kind == TokenKind.Comma ? 1 : 0;
        return (value, condition);
    }

    /// <summary>Whether one of two comparisons holds, and never both: a > b and a ≤ b.</summary>
    private static bool AreOpposite(Expression first, Expression second)
    {
        if ((first, second) is not (ComparisonExpression one, ComparisonExpression other))
        {
            return false;
        }

        var (left, right) = (EquationPrinter.Print(one.Left), EquationPrinter.Print(one.Right));
        var (otherLeft, otherRight) = (EquationPrinter.Print(other.Left), EquationPrinter.Print(other.Right));
        return (left == otherLeft && right == otherRight && other.Operator == Opposite(one.Operator))
            || (left == otherRight && right == otherLeft && Turned(other.Operator) == Opposite(one.Operator));
    }

    private static ComparisonOperator Opposite(ComparisonOperator @operator) => @operator switch
    {
        ComparisonOperator.Greater => ComparisonOperator.AtMost,
        ComparisonOperator.Less => ComparisonOperator.AtLeast,
        ComparisonOperator.AtLeast => ComparisonOperator.Less,
        ComparisonOperator.AtMost => ComparisonOperator.Greater,
        ComparisonOperator.Equal => ComparisonOperator.NotEqual,
        _ => ComparisonOperator.Equal,
    };

    /// <summary>The operator with its operands exchanged.</summary>
    private static ComparisonOperator Turned(ComparisonOperator @operator) => @operator switch
    {
        ComparisonOperator.Greater => ComparisonOperator.Less,
        ComparisonOperator.Less => ComparisonOperator.Greater,
        ComparisonOperator.AtLeast => ComparisonOperator.AtMost,
        ComparisonOperator.AtMost => ComparisonOperator.AtLeast,
        var same => same,
    };
}
