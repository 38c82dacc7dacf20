namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Selections. A condition becomes one comparison.</summary>
internal sealed partial class CellTyper
{
    private CellValue TypeOfSelection(SelectionExpression selection)
    {
        var (then, otherwise) = (TypeOf(selection.Then), TypeOf(selection.Otherwise));
        if (then.Term is { } one && otherwise.Term is { } two)
        {
            Agree(one, two, selection.Then, selection.Otherwise, selection.Span, "both are values of one selection");
        }

        var (comparison, left, right, isTurned) = TypeOfCondition(selection.Condition);
        if ((left.Term ?? right.Term) is { } compared && (then.Term ?? otherwise.Term) is { } selected)
        {
            Agree(compared, selected, selection.Condition, then.Term is null ? selection.Otherwise : selection.Then, selection.Span, "each element is selected by its own condition");
        }

        ReportConstant(selection, (comparison, left, right, isTurned), then, otherwise);
        return isTurned ? _values.Selected(comparison, left, right, otherwise, then) : _values.Selected(comparison, left, right, then, otherwise);
    }

    /// <summary>Reports a value that is never selected, and a condition that selects between equal values.</summary>
    private void ReportConstant(SelectionExpression selection, (SelectionKind Comparison, CellValue Left, CellValue Right, bool IsTurned) condition, CellValue then, CellValue otherwise)
    {
        var written = EquationPrinter.Quote(selection.Condition);
        if ((condition.Left, condition.Right) is (NumberValue left, NumberValue right))
        {
            var holds = condition.Comparison.Holds(left.Value, right.Value) != condition.IsTurned;
            var (unused, used) = holds ? (selection.Otherwise, selection.Then) : (selection.Then, selection.Otherwise);
            _diagnostics.Add(EquationMistake.NoEffect, selection.Condition.Span, EquationPrinter.Quote(unused), $"'{written}' {(holds ? "always" : "never")} holds",
                $"Write a condition on values of the step, or '{EquationPrinter.Quote(used)}' alone.");
        }
        else if (then == otherwise && then is not UnknownValue)
        {
            _diagnostics.Add(EquationMistake.NoEffect, selection.Condition.Span, written, "both values are the same", $"Write '{EquationPrinter.Quote(selection.Then)}' alone, or another value.");
        }
    }

    /// <summary>A condition as one comparison, and whether it holds where that does not. Several conditions are combined as the numbers 0 and 1.</summary>
    private (SelectionKind Comparison, CellValue Left, CellValue Right, bool IsTurned) TypeOfCondition(Expression condition)
    {
        if (condition is LogicalExpression logical)
        {
            var (one, other) = (Indicator(logical.Left), Indicator(logical.Right));
            if (one.Term is { } first && other.Term is { } second)
            {
                Agree(first, second, logical.Left, logical.Right, logical.Span, "both conditions are combined elementwise");
            }

            return (SelectionKind.Larger, _values.Binary(logical.IsAnd ? ValueOperator.Times : ValueOperator.Max, one, other), _values.Number(0), false);
        }

        var comparison = (ComparisonExpression)condition;
        var (left, right) = (TypeOf(comparison.Left), TypeOf(comparison.Right));
        if (left.Term is { } a && right.Term is { } b)
        {
            Agree(a, b, comparison.Left, comparison.Right, comparison.Span, "both are compared elementwise");
        }

        return comparison.Operator switch
        {
            ComparisonOperator.Greater => (SelectionKind.Larger, left, right, false),
            ComparisonOperator.Less => (SelectionKind.Larger, right, left, false),
            ComparisonOperator.AtLeast => (SelectionKind.AtLeast, left, right, false),
            ComparisonOperator.AtMost => (SelectionKind.AtLeast, right, left, false),
            ComparisonOperator.Equal => (SelectionKind.Equal, left, right, false),
            _ => (SelectionKind.Equal, left, right, true),
        };
    }

    /// <summary>1 where a condition holds, else 0.</summary>
    private CellValue Indicator(Expression condition)
    {
        var (comparison, left, right, isTurned) = TypeOfCondition(condition);
        return _values.Selected(comparison, left, right, _values.Number(isTurned ? 0 : 1), _values.Number(isTurned ? 1 : 0));
    }
}
