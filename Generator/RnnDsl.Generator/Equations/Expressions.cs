using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>Reads and replaces parts of expressions.</summary>
internal static class Expressions
{
    /// <summary>The direct parts of an expression.</summary>
    public static IEnumerable<Expression> Parts(Expression expression) => expression switch
    {
        NegateExpression negate => [negate.Operand],
        TransposeExpression transpose => [transpose.Operand],
        DiagonalExpression diagonal => [diagonal.Operand],
        AppliedExpression applied => [applied.Matrix, applied.Operand],
        BinaryExpression binary => [binary.Left, binary.Right],
        CallExpression call => call.Arguments,
        ConcatExpression concat => concat.Items,
        SelectionExpression selection => [selection.Then, selection.Condition, selection.Otherwise],
        ComparisonExpression comparison => [comparison.Left, comparison.Right],
        LogicalExpression logical => [logical.Left, logical.Right],
        PartExpression part => [part.Whole],
        _ => [],
    };

    /// <summary>All names that an expression reads.</summary>
    public static IEnumerable<NameExpression> Names(Expression expression) => expression is NameExpression name ? [name] : Parts(expression).SelectMany(Names);

    /// <summary>The expression with each of its direct parts replaced.</summary>
    public static Expression WithParts(Expression expression, Func<Expression, Expression> replace) => expression switch
    {
        NegateExpression negate => negate with { Operand = replace(negate.Operand) },
        TransposeExpression transpose => transpose with { Operand = replace(transpose.Operand) },
        DiagonalExpression diagonal => diagonal with { Operand = replace(diagonal.Operand) },
        AppliedExpression applied => applied with { Matrix = replace(applied.Matrix), Operand = replace(applied.Operand) },
        BinaryExpression binary => binary with { Left = replace(binary.Left), Right = replace(binary.Right) },
        CallExpression call => call with { Arguments = call.Arguments.Select(replace).ToEquatableArray() },
        ConcatExpression concat => concat with { Items = concat.Items.Select(replace).ToEquatableArray() },
        SelectionExpression selection => selection with { Then = replace(selection.Then), Condition = replace(selection.Condition), Otherwise = replace(selection.Otherwise) },
        ComparisonExpression comparison => comparison with { Left = replace(comparison.Left), Right = replace(comparison.Right) },
        LogicalExpression logical => logical with { Left = replace(logical.Left), Right = replace(logical.Right) },
        _ => expression,
    };

    /// <summary>The expression with each of its names replaced.</summary>
    public static Expression WithNames(Expression expression, Func<NameExpression, Expression> replace) =>
        expression is NameExpression name ? replace(name) : WithParts(expression, part => WithNames(part, replace));
}
