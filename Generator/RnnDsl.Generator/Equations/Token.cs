namespace RnnDsl.Generator.Equations;

/// <summary>A token of an equation.</summary>
internal sealed record Token(TokenKind Kind, Span Span)
{
    /// <summary>For a name.</summary>
    public CellName? Name { get; init; }

    /// <summary>For a name.</summary>
    public TimeIndex Time { get; init; }

    /// <summary>For a name at <see cref="TimeIndex.Other"/>: the steps from t, -2 for t-2.</summary>
    public int Steps { get; init; }

    /// <summary>For a number.</summary>
    public double Value { get; init; }

    /// <summary>For a name: whether it directly precedes a bracket, as a function before its parenthesis.</summary>
    public bool IsAdjacent { get; init; }

    /// <summary>For a name: its superscript, if it may be a power.</summary>
    public PossiblePower? Power { get; init; }

    /// <summary>For a name: whether it is transposed.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>For an end of line: whether it is <c>\\</c>.</summary>
    public bool IsBreak { get; init; }

    /// <summary>For a name: whether a part of it has been reported, so that its meaning is unknown.</summary>
    public bool IsBroken { get; init; }

    /// <summary>For a name: whether it is a capital letter without a time, like a matrix.</summary>
    public bool IsMatrix => Time == TimeIndex.None && Name is { Key: var key } && char.IsUpper(key[0]) && (key.Length == 1 || !char.IsLetter(key[1]));
}

/// <summary>A number as a superscript: part of the name of a parameter, the power of a value.</summary>
/// <param name="Base">The name without it.</param>
/// <param name="Exponent">The number.</param>
internal sealed record PossiblePower(CellName Base, double Exponent);

internal enum TokenKind
{
    Name,
    Number,
    Plus,
    Minus,

    /// <summary>⊙, ∘, *</summary>
    Times,
    Slash,

    /// <summary>·, @</summary>
    Dot,
    Equals,
    Comma,
    OpenParenthesis,
    CloseParenthesis,
    OpenBracket,
    CloseBracket,

    /// <summary>Braces, which group as parentheses do.</summary>
    OpenGroup,
    CloseGroup,

    /// <summary>^ before an exponent.</summary>
    Power,

    /// <summary>⊤ behind a bracket.</summary>
    Transpose,

    /// <summary>\frac before two arguments.</summary>
    Fraction,

    /// <summary>The remainder: a mod b.</summary>
    Mod,
    Greater,
    Less,
    AtLeast,
    AtMost,

    /// <summary>==, equal in a condition.</summary>
    Same,
    NotEqual,
    And,
    Or,

    /// <summary>Before the condition of a selection.</summary>
    If,

    /// <summary>else, otherwise</summary>
    Else,

    /// <summary>\begin{cases}</summary>
    OpenCases,
    CloseCases,

    /// <summary>In cases, &amp; between a value and its condition.</summary>
    Column,

    /// <summary>In cases, \\ between two rows.</summary>
    Row,

    /// <summary>Ends an equation; a comma within brackets.</summary>
    Semicolon,
    EndOfLine,
    EndOfText,

    /// <summary>An unknown token.</summary>
    Unknown,
}
