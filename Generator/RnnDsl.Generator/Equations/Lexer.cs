using System.Globalization;

namespace RnnDsl.Generator.Equations;

/// <summary>Lexes the text of a cell, in Unicode, ASCII and LaTeX notation.</summary>
internal sealed partial class Lexer
{
    private readonly string _text;
    private readonly EquationDiagnostics _diagnostics;
    private readonly List<Token> _tokens = [];
    private int _at;

    /// <summary>Whether the text is the argument of an accent.</summary>
    private bool _isNested;

    /// <summary>Whether an exponent in braces follows a name.</summary>
    private bool _exponentFollows;

    /// <summary>The environments of cases that are open.</summary>
    private readonly Stack<string> _cases = new();

    /// <summary>The environments that are open, and whether each is a column of values in parentheses.</summary>
    private readonly Stack<bool> _columnsInParentheses = new();

    /// <summary>The positions of &amp; outside cases, by the number of tokens before them.</summary>
    private readonly Dictionary<int, int> _columns = [];

    /// <summary>The positions of the labels of braces below and above parts.</summary>
    private readonly HashSet<int> _labels = [];

    /// <summary>The number of open braces that group.</summary>
    private int _openBraces;

    /// <summary>Whether a character of this line has been reported: further errors in the line are its consequences.</summary>
    private bool _lineIsRefused;

    /// <summary>The letter for the time that the cell declares.</summary>
    private readonly char _time;

    /// <summary>An undeclared letter for the time, such as n in h_{n-1}, with its diagnostic; null if there is none.</summary>
    private (char Letter, Span Span, string Advice)? _otherTime;

    private Lexer(string text, char time, EquationDiagnostics diagnostics) => (_text, _time, _diagnostics) = (text, time, diagnostics);

    /// <summary>The tokens, with one line end between two non-empty lines, and the end of the text at the end.</summary>
    /// <param name="text">The equations.</param>
    /// <param name="diagnostics">Receives the errors.</param>
    /// <param name="time">The letter for the time.</param>
    public static List<Token> Read(string text, EquationDiagnostics diagnostics, char time = 't')
    {
        var found = new EquationDiagnostics();
        var lexer = new Lexer(text, time, found);
        lexer.ReadTokens();
        if (lexer._otherTime is not { } other)
        {
            var lines = lexer.Lines();
            diagnostics.Add(found);
            return lines;
        }

        // Names before h_{n-1} were lexed without knowing that n is the time.
        diagnostics.Add(EquationMistake.CannotBeRead, other.Span, other.Advice);
        lexer = new Lexer(text, time, diagnostics) { _otherTime = other };
        lexer.ReadTokens();
        return lexer.Lines();
    }

    private void ReadTokens()
    {
        while (_at < _text.Length)
        {
            ReadToken();
        }

        _tokens.Add(new Token(TokenKind.EndOfText, new Span(_text.Length, 0)));
    }

    private char Current => At(_at);

    private char Next => At(_at + 1);

    private char At(int at) => at < _text.Length ? _text[at] : '\0';

    private void ReadToken()
    {
        if (_exponentFollows)
        {
            _exponentFollows = false;
            ReadPower();
        }
        else if (Current is '#' or '%' || (Current == '/' && Next == '/'))
        {
            ReadComment();
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
        else if (Current == '&' && _cases.Count > 0)
        {
            Sign(TokenKind.Column, 1);
        }
        else if (Current == '&')
        {
            _columns[_tokens.Count] = _at++;
        }
        else if (_labels.Contains(_at))
        {
            // \underbrace{W x_t}_{\text{input}}
            _at++;
            SkipGroup();
        }
        else if (char.IsWhiteSpace(Current) || IsIgnored(Current) || IsSpace() || (Current == '.' && EndsLine(_at + 1)))
        {
            _at++;
        }
        else if (EquationNumberLength() is > 0 and var number)
        {
            _at += number;
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
        else if (char.IsHighSurrogate(Current) && char.IsDigit(_text, _at))
        {
            // 𝟏, a vector of ones.
            _tokens.Add(new Token(TokenKind.Number, new Span(_at, 2)) { Value = char.GetNumericValue(_text, _at) });
            _at += 2;
        }
        else if (Current == '{')
        {
            ReadBrace();
        }
        else if (Current == ':' && Next == '=')
        {
            Sign(TokenKind.Equals, 2);
        }
        else if (Current is 'ᵀ' or '⊤' && FollowsValue())
        {
            Sign(TokenKind.Transpose, 1);
        }
        else if (Current is '^' or '²' or '³' && FollowsValue())
        {
            ReadPower();
        }
        else if (Comparison() is { } comparison)
        {
            Sign(comparison, 2);
        }
        else if (OperatorOfPrograms() is { } refused)
        {
            RefuseSign(refused.Length, refused.Advice);
        }
        else if (Kind(Current) is { } kind && (kind != TokenKind.CloseGroup || _openBraces-- > 0))
        {
            Sign(kind, 1);
        }
        else
        {
            var length = char.IsHighSurrogate(Current) && char.IsLowSurrogate(Next) ? 2 : 1;
            RefuseSign(length, AdviceBehind() ?? UnknownSigns.Advice(_text.Substring(_at, length), At(_at + length)));
        }
    }

    /// <summary>The advice for a subscript behind a value: 1_{a > 0}, (a)_+.</summary>
    private string? AdviceBehind() => Current != '_' || !FollowsValue() ? null
        : _tokens[_tokens.Count - 1].Kind == TokenKind.Number ? Next == '{' ? UnknownSigns.Indicator : null
        : Next == '+' ? UnknownSigns.PositivePart
        : null;

    /// <summary>Whether a character is a minus, or a hyphen or dash that stands for one.</summary>
    public static bool IsMinus(char sign) => sign is '-' or '−' or '–' or '—' or '‐' or '‑' or '‒' or '－' or '﹣';

    private static TokenKind? Kind(char sign) => sign switch
    {
        '+' => TokenKind.Plus,
        _ when IsMinus(sign) => TokenKind.Minus,
        '*' or '∗' or '⊙' or '∘' or '◦' or '⨀' or '⊗' => TokenKind.Times,
        '/' => TokenKind.Slash,
        '·' or '⋅' or '∙' or '•' or '@' => TokenKind.Dot,
        '=' or '≔' or '←' or '≜' => TokenKind.Equals,
        ',' => TokenKind.Comma,
        '(' => TokenKind.OpenParenthesis,
        ')' => TokenKind.CloseParenthesis,
        '[' => TokenKind.OpenBracket,
        ']' => TokenKind.CloseBracket,
        '}' => TokenKind.CloseGroup,
        '>' => TokenKind.Greater,
        '<' => TokenKind.Less,
        '≥' or '⩾' => TokenKind.AtLeast,
        '≤' or '⩽' => TokenKind.AtMost,
        '≠' => TokenKind.NotEqual,
        '∧' => TokenKind.And,
        '∨' => TokenKind.Or,
        _ => null,
    };

    /// <summary>A comparison of two characters; null if there is none.</summary>
    private TokenKind? Comparison() => (Current, Next) switch
    {
        ('>', '=') => TokenKind.AtLeast,
        ('<', '=') => TokenKind.AtMost,
        ('=', '=') => TokenKind.Same,
        ('!', '=') => TokenKind.NotEqual,
        _ => null,
    };

    /// <summary>An operator of programming languages whose characters have another meaning one by one; null if there is none.</summary>
    private (int Length, string Advice)? OperatorOfPrograms() => (Current, Next) switch
    {
        ('*', '*') => (2, UnknownSigns.Power),
        (_, '=') when Kind(Current) is TokenKind.Plus or TokenKind.Minus or TokenKind.Times or TokenKind.Slash or TokenKind.Dot => (2, Assignment()),
        _ => null,
    };

    /// <summary>The advice for h_t += a.</summary>
    private string Assignment()
    {
        var name = _tokens.Count > 0 && _tokens[_tokens.Count - 1] is { Kind: TokenKind.Name, Name: { } written } ? written.Display : "h";
        return $"an equation gives the whole value; write {name}_t = {name}_{{t-1}} {Current} a";
    }

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
            _diagnostics.Add(EquationMistake.CannotBeRead, span, why);
        }
    }

    /// <summary>Several line ends are one, so that the parser needs no further look-ahead.</summary>
    private void EndLine(TokenKind kind, int length, bool isBreak = false)
    {
        _lineIsRefused = false;
        if (_tokens.Count == 0 || _tokens[_tokens.Count - 1].Kind is TokenKind.EndOfLine or TokenKind.Semicolon)
        {
            _at += length;
            if (isBreak && _tokens.Count > 0)
            {
                _tokens[_tokens.Count - 1] = _tokens[_tokens.Count - 1] with { IsBreak = true };
            }
        }
        else
        {
            Sign(kind, length);
            _tokens[_tokens.Count - 1] = _tokens[_tokens.Count - 1] with { IsBreak = isBreak };
        }
    }

    /// <summary>A comment, unless an operand follows a value: a_t % 2 and a_t // 2 are operators of programs.</summary>
    private void ReadComment()
    {
        var end = _at;
        while (end < _text.Length && !IsLineEnd(_text[end]))
        {
            end++;
        }

        var length = Current == '/' ? 2 : 1;
        if (Current != '#' && _tokens.Count > 0 && EndsValue(_tokens[_tokens.Count - 1].Kind) && IsOperand(_text.Substring(_at + length, end - _at - length)))
        {
            RefuseSign(length, length == 1 ? "% begins a comment; write a mod b for a remainder, and # before a comment of one name or number" : "// begins a comment; write a / b, or floor(a / b), for a quotient, and # before a comment of one name or number");
        }

        _at = end;
    }

    /// <summary>Whether a text behind % or // is a value, and no prose, which has words: "2", "r_t", "(a + b)"; "(3)" is the number of an equation.</summary>
    private static bool IsOperand(string text)
    {
        var rest = text.Trim(' ', '\t', '.', ',', ';');
        if (rest.Length == 0 || !(char.IsLetterOrDigit(rest[0]) || rest[0] is '(' or '-') || (rest[0] == '(' && rest.Skip(1).Take(rest.Length - 2).All(c => IsDigit(c) || c == '.')))
        {
            return false;
        }

        for (var at = 0; at < rest.Length; at++)
        {
            var start = at;
            while (at < rest.Length && char.IsLetter(rest[at]) && !IsSubscript(rest[at]))
            {
                at++;
            }

            var follows = at < rest.Length ? rest[at] : ' ';
            if (at - start > 1 && !(follows is '_' or '(' or '^' || IsSubscript(follows)) && !(start > 0 && rest[start - 1] is '_' or '{' or '\\'))
            {
                return false;
            }
        }

        return true;
    }

    private void ReadNumber()
    {
        var start = _at;
        if (ReadPrefixedNumber())
        {
            return;
        }

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
            _diagnostics.Add(EquationMistake.CannotBeRead, span, "the number is too large");
        }

        _tokens.Add(new Token(TokenKind.Number, span) { Value = isNumber ? value : 1 });
        ReadSuffix(span);

        void Digits()
        {
            while (IsDigit(Current))
            {
                _at++;
            }
        }
    }

    /// <summary>0x10 and 0b1010: literals of programming languages, which would be lexed as 0 times a name.</summary>
    private bool ReadPrefixedNumber()
    {
        var @base = Current != '0' ? 0 : Next is 'x' or 'X' ? 16 : Next is 'b' or 'B' ? 2 : 0;
        var end = _at + 2;
        while (@base > 0 && (IsDigit(At(end)) || (@base == 16 && At(end) is >= 'a' and <= 'f' or >= 'A' and <= 'F')))
        {
            end++;
        }

        if (@base == 0 || end == _at + 2 || IsNamePart(end))
        {
            return false;
        }

        var span = new Span(_at, end - _at);
        var value = _text.Substring(_at + 2, span.Length - 2).Aggregate(0.0, (sum, digit) => (sum * @base) + (IsDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10));
        var written = value.ToString("R", CultureInfo.InvariantCulture);
        _tokens.Add(new Token(TokenKind.Number, span) { Value = value });
        _diagnostics.AddWithFix(EquationMistake.CannotBeRead, span, written, $"numbers are decimal here; write {written}");
        _at = end;
        return true;
    }

    /// <summary>0.5f and 16L: literals of C#, which would be lexed as a number times a vector f or L.</summary>
    private void ReadSuffix(Span number)
    {
        var end = _at;
        while (At(end) is 'f' or 'F' or 'd' or 'D' or 'm' or 'M' or 'l' or 'L' or 'u' or 'U')
        {
            end++;
        }

        var suffix = _text.Substring(_at, end - _at);
        if (!(suffix.Length == 1 || (suffix.Length == 2 && suffix.ToLowerInvariant() is "ul" or "lu")) || IsNamePart(end))
        {
            return;
        }

        var written = _text.Substring(number.Start, number.Length);
        var span = new Span(number.Start, end - number.Start);
        _tokens[_tokens.Count - 1] = _tokens[_tokens.Count - 1] with { Span = span };
        _diagnostics.AddWithFix(EquationMistake.CannotBeRead, span, written, $"numbers have no suffix here; write {written}, or {written} ⊙ {suffix} for a multiple of a vector '{suffix}'");
        _at = end;
    }

    /// <summary>Whether a name continues at a position: with a letter, a digit, a mark or a time index.</summary>
    private bool IsNamePart(int at) => IsLetterAt(at) || IsDigit(At(at)) || IsSubscript(At(at)) || IsMark(At(at)) || At(at) is '_' or '^' or '~' or '˜' or '∼' or 'ˆ' or '\'' or '′' or '’' or '(' or '[';

    private bool IsLetterAt(int at) =>
        at < _text.Length && (char.IsHighSurrogate(_text[at])
            ? char.IsLowSurrogate(At(at + 1)) && char.IsLetter(_text, at)
            : char.IsLetter(_text[at]) && !IsSubscript(_text[at]) && _text[at] != 'ᵀ');

    private static bool IsMark(char c) => c > 127 &&
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsSubscript(char c) => c is >= '₀' and <= '₉' or >= 'ₐ' and <= 'ₜ' or 'ᵢ' or 'ⱼ' or 'ᵣ' or 'ᵤ' or 'ᵥ';

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>Characters left by copying: zero width spaces, joiners, byte order marks, and LaTeX's delimiters and alignment characters.</summary>
    private static bool IsIgnored(char c) => c is '$' or '&' || (c > 127 && CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format);
}
