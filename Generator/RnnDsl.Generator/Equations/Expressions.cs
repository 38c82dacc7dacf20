using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>Reads and replaces parts of expressions.</summary>
internal static class Expressions
{
    /// <summary>All names that an expression reads.</summary>
    public static IEnumerable<NameExpression> Names(Expression expression) => expression switch
    {
        NameExpression name => [name],
        NegateExpression negate => Names(negate.Operand),
        BinaryExpression binary => Names(binary.Left).Concat(Names(binary.Right)),
        CallExpression call => call.Arguments.SelectMany(Names),
        ConcatExpression concat => concat.Items.SelectMany(Names),
        PartExpression part => [part.Whole],
        _ => [],
    };

    /// <summary>The expression with each of its direct parts replaced.</summary>
    public static Expression WithParts(Expression expression, Func<Expression, Expression> replace) => expression switch
    {
        NegateExpression negate => negate with { Operand = replace(negate.Operand) },
        BinaryExpression binary => binary with { Left = replace(binary.Left), Right = replace(binary.Right) },
        CallExpression call => call with { Arguments = call.Arguments.Select(replace).ToEquatableArray() },
        ConcatExpression concat => concat with { Items = concat.Items.Select(replace).ToEquatableArray() },
        _ => expression,
    };

    /// <summary>The expression with each of its names replaced.</summary>
    public static Expression WithNames(Expression expression, Func<NameExpression, Expression> replace) =>
        expression is NameExpression name ? replace(name) : WithParts(expression, part => WithNames(part, replace));
}
