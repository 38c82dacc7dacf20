using System.Globalization;

namespace RnnDsl.Generator.Equations;

/// <summary>Cuts the text of a cell into words and signs, those of Unicode, of ASCII and of LaTeX alike.</summary>
internal sealed partial class Lexer
{
    private readonly string _text;
    private readonly EquationFindings _findings;
    private readonly List<Token> _tokens = [];
    private int _at;

    /// <summary>Whether a sign of this line has been refused: what follows from it is no mistake of its own.</summary>
    private bool _lineIsRefused;

    private Lexer(string text, EquationFindings findings) => (_text, _findings) = (text, findings);

    /// <summary>The words, one line's end between two lines that are not empty, and the text's end at the end.</summary>
    public static List<Token> Read(string text, EquationFindings findings)
    {
        var lexer = new Lexer(text, findings);
        while (lexer._at < text.Length)
        {
            lexer.ReadToken();
        }

        lexer._tokens.Add(new Token(TokenKind.EndOfText, new Span(text.Length, 0)));
        return lexer._tokens;
    }

    private char Current => At(_at);

    private char Next => At(_at + 1);

    private char At(int at) => at < _text.Length ? _text[at] : '\0';

    private void ReadToken()
    {
        if (Current is '#' or '%' || (Current == '/' && Next == '/'))
        {
            SkipComment();
        }
        else if (IsLineEnd(Current))
        {
            EndLine(TokenKind.EndOfLine, 1);
        }
        else if (Current == ';')
        {
            EndLine(TokenKind.Semicolon, 1);
        }
        else if (Current == '.' && IsLetterAt(_at + 1) && _tokens.Count > 0 && _tokens[_tokens.Count - 1] is { Kind: TokenKind.Name, IsBroken: false } qualifier && qualifier.Span.End == _at)
        {
            ReadQualified(qualifier);
        }
        else if (char.IsWhiteSpace(Current) || IsIgnored(Current) || (Current == '.' && EndsLine(_at + 1)))
        {
            _at++;
        }
        else if (Current == '\\')
        {
            ReadCommand();
        }
        else if (IsLetterAt(_at))
        {
            ReadName();
        }
        else if (IsDigit(Current) || (Current == '.' && IsDigit(Next)))
        {
            ReadNumber();
        }
        else if (Kind(Current) is { } kind)
        {
            Sign(kind, 1);
        }
        else
        {
            var length = char.IsHighSurrogate(Current) && char.IsLowSurrogate(Next) ? 2 : 1;
            RefuseSign(length, UnknownSigns.Advice(_text.Substring(_at, length), At(_at + length)));
        }
    }

    private static TokenKind? Kind(char sign) => sign switch
    {
        '+' => TokenKind.Plus,
        '-' or '−' or '–' => TokenKind.Minus,
        '*' or '⊙' or '∘' or '⊗' => TokenKind.Times,
        '/' => TokenKind.Slash,
        '·' or '⋅' or '∙' or '•' or '@' => TokenKind.Dot,
        '=' => TokenKind.Equals,
        ',' => TokenKind.Comma,
        '(' => TokenKind.OpenParenthesis,
        ')' => TokenKind.CloseParenthesis,
        '[' => TokenKind.OpenBracket,
        ']' => TokenKind.CloseBracket,
        _ => null,
    };

    private void Sign(TokenKind kind, int length)
    {
        _tokens.Add(new Token(kind, new Span(_at, length)));
        _at += length;
    }

    private void RefuseSign(int length, string why)
    {
        var span = new Span(_at, length);
        Sign(TokenKind.Unknown, length);
        if (!_lineIsRefused)
        {
            _lineIsRefused = true;
            _findings.Add(EquationMistake.CannotBeRead, span, why);
        }
    }

    /// <summary>Several ends in a row are one: the parser need not look far ahead.</summary>
    private void EndLine(TokenKind kind, int length)
    {
        _lineIsRefused = false;
        if (_tokens.Count == 0 || _tokens[_tokens.Count - 1].Kind is TokenKind.EndOfLine or TokenKind.Semicolon)
        {
            _at += length;
        }
        else
        {
            Sign(kind, length);
        }
    }

    private void SkipComment()
    {
        while (_at < _text.Length && !IsLineEnd(Current))
        {
            _at++;
        }
    }

    /// <summary>Whether nothing stands before the line's end: sentences of a paper end in a full stop.</summary>
    private bool EndsLine(int at)
    {
        while (at < _text.Length && !IsLineEnd(_text[at]) && (char.IsWhiteSpace(_text[at]) || IsIgnored(_text[at])))
        {
            at++;
        }

        return at >= _text.Length || IsLineEnd(_text[at]) || (_text[at] == '\\' && At(at + 1) == '\\');
    }

    private void ReadNumber()
    {
        var start = _at;
        Digits();
        if (Current == '.' && IsDigit(Next))
        {
            _at++;
            Digits();
        }

        if (Current is 'e' or 'E' && (IsDigit(Next) || (Next is '-' or '+' && IsDigit(At(_at + 2)))))
        {
            _at += 2;
            Digits();
        }

        var span = new Span(start, _at - start);
        var isNumber = double.TryParse(_text.Substring(start, span.Length), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && !double.IsInfinity(value);
        if (!isNumber)
        {
            _findings.Add(EquationMistake.CannotBeRead, span, "the number is too large");
        }

        _tokens.Add(new Token(TokenKind.Number, span) { Value = isNumber ? value : 1 });

        void Digits()
        {
            while (IsDigit(Current))
            {
                _at++;
            }
        }
    }

    private bool IsLetterAt(int at) =>
        at < _text.Length && (char.IsHighSurrogate(_text[at])
            ? char.IsLowSurrogate(At(at + 1)) && char.IsLetter(_text, at)
            : char.IsLetter(_text[at]) && !IsSubscript(_text[at]));

    private static bool IsMark(char c) => c > 127 &&
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsSubscript(char c) => c is >= '₀' and <= '₉' or >= 'ₐ' and <= 'ₜ' or 'ᵢ' or 'ⱼ' or 'ᵣ' or 'ᵤ' or 'ᵥ';

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>What copying leaves behind: zero width spaces, joiners, byte order marks, and LaTeX's signs around and within aligned formulas.</summary>
    private static bool IsIgnored(char c) => c is '$' or '&' || (c > 127 && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format);
}
