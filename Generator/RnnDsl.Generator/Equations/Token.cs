namespace RnnDsl.Generator.Equations;

/// <summary>A token of an equation.</summary>
internal sealed record Token(TokenKind Kind, Span Span)
{
    /// <summary>For a name.</summary>
    public CellName? Name { get; init; }

    /// <summary>For a name.</summary>
    public TimeIndex Time { get; init; }

    /// <summary>For a number.</summary>
    public double Value { get; init; }

    /// <summary>For a name: whether it directly precedes the next token, as a function before its parenthesis.</summary>
    public bool IsAdjacent { get; init; }

    /// <summary>For a name: whether a part of it has been reported, so that its meaning is unknown.</summary>
    public bool IsBroken { get; init; }

    /// <summary>For a name: whether it is a capital letter without a time, like a matrix.</summary>
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

    /// <summary>Ends an equation; a comma within brackets.</summary>
    Semicolon,
    EndOfLine,
    EndOfText,

    /// <summary>An unknown token.</summary>
    Unknown,
}
