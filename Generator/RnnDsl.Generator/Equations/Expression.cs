using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>What stands on the right of an equation, as it was written.</summary>
/// <param name="Span">Where it stands.</param>
internal abstract record Expression(Span Span)
{
    /// <summary>How many expressions lie within each other, itself included.</summary>
    public virtual int Height => 1;
}

internal sealed record NumberExpression(Span Span, double Value) : Expression(Span);

/// <summary>A name, with or without a time.</summary>
/// <param name="Name">Which value: however its accents and subscripts are spelt, the same name is the same text.</param>
internal sealed record NameExpression(Span Span, CellName Name, TimeIndex Time) : Expression(Span)
{
    /// <summary>Of h_t-1, written without blanks: all of it. It reads as h_t minus 1, and is hardly meant so.</summary>
    public Span? WithMinusOne { get; init; }

    /// <summary>Whether a part of the name has been reported, so that nobody knows what it means.</summary>
    public bool IsBroken { get; init; }
}

/// <summary>What could not be read, and has been reported.</summary>
internal sealed record BrokenExpression(Span Span) : Expression(Span);

internal sealed record NegateExpression(Span Span, Expression Operand) : Expression(Span)
{
    public override int Height { get; } = Operand.Height + 1;
}

/// <param name="OperatorSpan">Where the operator stands; empty where a product is written by putting things side by side.</param>
internal sealed record BinaryExpression(Span Span, BinaryOperator Operator, Span OperatorSpan, Expression Left, Expression Right) : Expression(Span)
{
    /// <summary>Whether it is written with <c>*</c>, which programs write for products with matrices too.</summary>
    public bool IsAsterisk { get; init; }

    public override int Height { get; } = Math.Max(Left.Height, Right.Height) + 1;
}

/// <summary>A function's value; an unknown one has been reported and has none.</summary>
internal sealed record CallExpression(Span Span, Span NameSpan, EquationFunction? Function, EquatableArray<Expression> Arguments) : Expression(Span)
{
    public override int Height { get; } = Arguments.Select(argument => argument.Height).DefaultIfEmpty(0).Max() + 1;
}

/// <summary>Several vectors one after the other.</summary>
internal sealed record ConcatExpression(Span Span, EquatableArray<Expression> Items) : Expression(Span)
{
    public override int Height { get; } = Items.Select(item => item.Height).DefaultIfEmpty(0).Max() + 1;
}

/// <summary>A line of the cell: a name and what it is.</summary>
internal sealed record Equation(NameExpression Target, Expression Value)
{
    public Span Span => Target.Span.To(Value.Span);
}

/// <summary>When a value is meant.</summary>
internal enum TimeIndex
{
    /// <summary>No time is written: a parameter, or a value of this step.</summary>
    None,

    /// <summary>This step: h_t.</summary>
    Now,

    /// <summary>The step before: h_{t-1}.</summary>
    Previous,
}

/// <summary>Those that bind loosest first.</summary>
internal enum BinaryOperator
{
    Add,
    Subtract,
    Times,
    Divide,
    Product,
}
