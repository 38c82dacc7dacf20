namespace RnnDsl.Generator.Equations;

/// <summary>A word or a sign of an equation.</summary>
internal sealed record Token(TokenKind Kind, Span Span)
{
    /// <summary>Of a name.</summary>
    public CellName? Name { get; init; }

    /// <summary>Of a name.</summary>
    public TimeIndex Time { get; init; }

    /// <summary>Of a number.</summary>
    public double Value { get; init; }

    /// <summary>Of a name: whether it stands right before what follows, as a function before its parenthesis.</summary>
    public bool Touches { get; init; }

    /// <summary>Of a name: whether a part of it has been reported, so that nobody knows what it means.</summary>
    public bool IsBroken { get; init; }

    /// <summary>Of a name: whether it is a capital letter without a time, as matrices are called.</summary>
    public bool IsMatrix => Time == TimeIndex.None && Name is { Key: var key } && char.IsUpper(key[0]) && (key.Length == 1 || !char.IsLetter(key[1]));
}

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

    /// <summary>Ends an equation, and stands for a comma within brackets.</summary>
    Semicolon,
    EndOfLine,
    EndOfText,

    /// <summary>What means nothing here.</summary>
    Unknown,
}
