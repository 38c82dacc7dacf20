using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>The right side of an equation, as written.</summary>
/// <param name="Span">Its characters.</param>
internal abstract record Expression(Span Span)
{
    /// <summary>The height of the tree.</summary>
    public virtual int Height => 1;
}

internal sealed record NumberExpression(Span Span, double Value) : Expression(Span);

/// <summary>A name, with or without a time.</summary>
/// <param name="Name">The name; different spellings of accents and subscripts give the same name.</param>
internal sealed record NameExpression(Span Span, CellName Name, TimeIndex Time) : Expression(Span)
{
    /// <summary>The span of h_t-1 written without spaces. It is parsed as h_t minus 1, which is probably not intended.</summary>
    public Span? WithMinusOne { get; init; }

    /// <summary>Whether a part of the name has been reported, so that its meaning is unknown.</summary>
    public bool IsBroken { get; init; }

    /// <summary>At <see cref="TimeIndex.Other"/>: the steps from t.</summary>
    public int Steps { get; init; }

    /// <summary>The power of another name, if an equation defines that one.</summary>
    public PossiblePower? Power { get; init; }

    /// <summary>Whether it is transposed.</summary>
    public bool IsTransposed { get; init; }
}

/// <summary>An expression that could not be parsed, and has been reported.</summary>
internal sealed record BrokenExpression(Span Span) : Expression(Span);

internal sealed record NegateExpression(Span Span, Expression Operand) : Expression(Span)
{
    public override int Height { get; } = Operand.Height + 1;
}

/// <param name="OperatorSpan">The span of the operator; empty for juxtaposition.</param>
internal sealed record BinaryExpression(Span Span, BinaryOperator Operator, Span OperatorSpan, Expression Left, Expression Right) : Expression(Span)
{
    /// <summary>Whether it is written with <c>*</c>, which programs also use for matrix products.</summary>
    public bool IsAsterisk { get; init; }

    /// <summary>Whether it is written with <c>⊗</c>, which is also an outer product.</summary>
    public bool IsOuter { get; init; }

    /// <summary>Whether its operands are rows, so that q_t S_t is the product of a vector with a matrix.</summary>
    public bool IsRow { get; init; }

    /// <summary>Whether it is a product without an operator.</summary>
    public bool IsSideBySide => Operator == BinaryOperator.Product && OperatorSpan.Length == 0;

    public override int Height { get; } = Math.Max(Left.Height, Right.Height) + 1;
}

/// <summary>A function call; an unknown function has been reported and is null.</summary>
internal sealed record CallExpression(Span Span, Span NameSpan, EquationFunction? Function, EquatableArray<Expression> Arguments) : Expression(Span)
{
    public override int Height { get; } = Arguments.Select(argument => argument.Height).DefaultIfEmpty(0).Max() + 1;
}

/// <summary>One of two values, elementwise: a if b > 0 else c, and a row of cases.</summary>
/// <param name="Condition">A comparison, or conditions that are combined.</param>
/// <param name="Then">The value where the condition holds.</param>
/// <param name="Otherwise">The value elsewhere.</param>
internal sealed record SelectionExpression(Span Span, Expression Condition, Expression Then, Expression Otherwise) : Expression(Span)
{
    public override int Height { get; } = Math.Max(Condition.Height, Math.Max(Then.Height, Otherwise.Height)) + 1;
}

/// <summary>A comparison, in the condition of a selection.</summary>
internal sealed record ComparisonExpression(Span Span, ComparisonOperator Operator, Expression Left, Expression Right) : Expression(Span)
{
    public override int Height { get; } = Math.Max(Left.Height, Right.Height) + 1;
}

/// <summary>Two conditions, of which both hold, or one.</summary>
internal sealed record LogicalExpression(Span Span, bool IsAnd, Expression Left, Expression Right) : Expression(Span)
{
    public override int Height { get; } = Math.Max(Left.Height, Right.Height) + 1;
}

/// <summary>A value of the step, transposed: a factor of an inner or an outer product, n_tᵀ q_t and v_t k_tᵀ, or a matrix, S_tᵀ q_t.</summary>
internal sealed record TransposeExpression(Span Span, Expression Operand) : Expression(Span)
{
    public override int Height { get; } = Operand.Height + 1;
}

/// <summary>diag(a): the matrix with a vector on its diagonal, which is a factor of a product.</summary>
internal sealed record DiagonalExpression(Span Span, Expression Operand) : Expression(Span)
{
    public override int Height { get; } = Operand.Height + 1;
}

/// <summary>The product of a matrix of the step that has a structure, such as I - β k kᵀ, with a vector or a matrix.</summary>
/// <param name="Matrix">The matrix.</param>
/// <param name="Operand">What it multiplies.</param>
/// <param name="Side">Where it stands.</param>
internal sealed record AppliedExpression(Span Span, Expression Matrix, Expression Operand, MatrixSide Side) : Expression(Span)
{
    public override int Height { get; } = Math.Max(Matrix.Height, Operand.Height) + 1;
}

/// <summary>Where a matrix stands that multiplies a value.</summary>
internal enum MatrixSide
{
    /// <summary>M a, M S</summary>
    Left,

    /// <summary>S M</summary>
    Right,

    /// <summary>a M, of a row</summary>
    BehindRow,
}

/// <summary>Joined vectors.</summary>
internal sealed record ConcatExpression(Span Span, EquatableArray<Expression> Items) : Expression(Span)
{
    public override int Height { get; } = Items.Select(item => item.Height).DefaultIfEmpty(0).Max() + 1;
}

/// <summary>A part of a vector that an equation splits: a_t = [a_r, a_z] = W · x_t in a built-in cell, [r_t; z_t] = σ(W · x_t) elsewhere.</summary>
/// <param name="Whole">The vector.</param>
/// <param name="Index">The number of parts before this one.</param>
/// <param name="Count">The number of parts.</param>
internal sealed record PartExpression(Span Span, NameExpression Whole, int Index, int Count) : Expression(Span)
{
    /// <summary>How it is printed, for a part that is computed by itself: of W · x_t by some rows of W. Null for a part of a value that is computed as a whole.</summary>
    public string? Written { get; init; }
}

/// <summary>An equation: a name and its value.</summary>
internal sealed record Equation(NameExpression Target, Expression Value)
{
    public Span Span => Target.Span.To(Value.Span);
}

/// <summary>The time index of a name.</summary>
internal enum TimeIndex
{
    /// <summary>No time: a parameter, or a value of this step.</summary>
    None,

    /// <summary>This step: h_t.</summary>
    Now,

    /// <summary>The previous step: h_{t-1}.</summary>
    Previous,

    /// <summary>Another step: h_{t-2}, h_{t+1}.</summary>
    Other,
}

internal enum ComparisonOperator
{
    Greater,
    Less,
    AtLeast,
    AtMost,
    Equal,
    NotEqual,
}

/// <summary>In the order of precedence, lowest first.</summary>
internal enum BinaryOperator
{
    Add,
    Subtract,
    Times,
    Divide,
    Product,
    Power,
}
