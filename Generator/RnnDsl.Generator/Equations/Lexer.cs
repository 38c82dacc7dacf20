using System.Globalization;

namespace RnnDsl.Generator.Equations;

/// <summary>Cuts the text of a cell into words and signs.</summary>
internal sealed class Lexer
{
    private readonly string _text;
    private readonly EquationFindings _findings;
    private readonly List<Token> _tokens = [];
    private int _at;

    private Lexer(string text, EquationFindings findings) => (_text, _findings) = (text, findings);

    /// <summary>The words, a line's end between two lines, and the text's end at the end.</summary>
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

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private char Next => _at + 1 < _text.Length ? _text[_at + 1] : '\0';

    private void ReadToken()
    {
        var start = _at;
        if (Current is '#' || (Current == '/' && Next == '/'))
        {
            while (_at < _text.Length && !IsLineEnd(Current))
            {
                _at++;
            }
        }
        else if (IsLineEnd(Current) || Current == ';')
        {
            Sign(TokenKind.EndOfLine);
        }
        else if (char.IsWhiteSpace(Current) || IsIgnored(Current))
        {
            _at++;
        }
        else if (IsLetter())
        {
            ReadName();
        }
        else if (IsDigit(Current) || (Current == '.' && IsDigit(Next)))
        {
            ReadNumber();
        }
        else if (Kind(Current) is { } kind)
        {
            Sign(kind);
        }
        else
        {
            _at += char.IsHighSurrogate(Current) && char.IsLowSurrogate(Next) ? 2 : 1;
            var sign = new Token(TokenKind.Unknown, new Span(start, _at - start));
            _tokens.Add(sign);
            _findings.Add(EquationMistake.CannotBeRead, sign.Span, Unknown(_text.Substring(start, _at - start)));
        }
    }

    private static string Unknown(string sign) => sign switch
    {
        "^" => "there are no powers; write a ⊙ a for a square, and c^_t, with the sign right behind the name, for ĉ_t",
        "{" or "}" => "braces stand in subscripts only, as in h_{t-1}",
        "|" or "‖" => "there are no norms or conditions here; layernorm(a) normalises a vector",
        "_" => "a subscript stands right behind its name, as in h_t",
        "&" or "\\" => "this is LaTeX; write the signs themselves, as in σ(W · x_t)",
        "×" => "write · for a product with a matrix and ⊙ for one of number by number",
        _ when char.IsControl(sign[0]) || char.IsSurrogate(sign[0]) => $"the character U+{(sign.Length == 2 ? char.ConvertToUtf32(sign, 0) : sign[0]):X4} means nothing here",
        _ => $"'{sign}' means nothing here",
    };

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

    private void Sign(TokenKind kind)
    {
        _tokens.Add(new Token(kind, new Span(_at, 1)));
        _at++;
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

        if (Current is 'e' or 'E' && (IsDigit(Next) || (Next is '-' or '+' && _at + 2 < _text.Length && IsDigit(_text[_at + 2]))))
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

    private void ReadName()
    {
        var start = _at;
        Letters();
        while (Current is '~' || (Current == '^' && (Next is '_' or '₋' || IsSubscript(Next))))
        {
            _at++;
        }

        var letters = _text.Substring(start, _at - start);
        var subscripts = new List<string>();
        var time = TimeIndex.None;
        var primes = 0;
        while (true)
        {
            if (Current is '\'' or '′' or '’')
            {
                primes++;
                _at++;
            }
            else if (Current == '_' && Next == '{')
            {
                ReadBraces(subscripts, ref time);
            }
            else if (Current == '_' && (IsLetterAt(_at + 1) || IsDigit(Next)))
            {
                _at++;
                var from = _at;
                Letters();
                Mark(_text.Substring(from, _at - from), subscripts, ref time);
            }
            else if (IsSubscript(Current))
            {
                ReadSmallSubscript(subscripts, ref time);
            }
            else
            {
                break;
            }
        }

        _tokens.Add(new Token(TokenKind.Name, new Span(start, _at - start))
        {
            Name = CellName.Of(letters, subscripts, primes),
            Time = time,
            Touches = Current == '(',
        });

        void Letters()
        {
            while (_at < _text.Length && (IsLetterAt(_at) || IsDigit(Current) || IsMark(Current)))
            {
                _at += char.IsHighSurrogate(Current) ? 2 : 1;
            }
        }
    }

    /// <summary>The time, or a part of the name.</summary>
    private void Mark(string subscript, List<string> subscripts, ref TimeIndex time)
    {
        var written = subscript switch
        {
            "t" => TimeIndex.Now,
            "prev" or "previous" or "t-1" or "t−1" or "t–1" => TimeIndex.Previous,
            _ => TimeIndex.None,
        };
        if (written == TimeIndex.None)
        {
            subscripts.Add(subscript);
        }
        else if (time == TimeIndex.None)
        {
            time = written;
        }
        else
        {
            _findings.Add(EquationMistake.CannotBeRead, new Span(_at - 1, 1), "a name has one time, t or t-1");
        }
    }

    private void ReadBraces(List<string> subscripts, ref TimeIndex time)
    {
        var open = _at;
        var close = _text.IndexOf('}', open);
        var line = _text.IndexOfAny(['\n', '\r'], open);
        if (close < 0 || (line >= 0 && line < close))
        {
            _findings.Add(EquationMistake.CannotBeRead, new Span(open, 2), "the subscript is not closed; write '}' behind it, as in h_{t-1}");
            _at += 2;
            return;
        }

        var content = _text.Substring(open + 2, close - open - 2);
        _at = close + 1;
        foreach (var part in content.Split(','))
        {
            var mark = string.Concat(part.Where(c => !char.IsWhiteSpace(c)));
            if (mark is "t-1" or "t−1" or "t–1" || (mark.Length > 0 && mark.All(c => char.IsLetterOrDigit(c) || IsMark(c)) && IsWellFormed(mark)))
            {
                Mark(mark, subscripts, ref time);
            }
            else
            {
                var isTime = mark.Length > 1 && mark[0] == 't' && Kind(mark[1]) is TokenKind.Minus or TokenKind.Plus;
                _findings.Add(EquationMistake.CannotBeRead, new Span(open, close + 1 - open), isTime
                    ? "a step sees this step, _t, and the one before it, _{t-1}; to look farther back, keep a state of your own for it"
                    : "a subscript is letters and digits, or the time: t or t-1");
            }
        }
    }

    /// <summary>ₜ, ₜ₋₁ and the small digits and letters.</summary>
    private void ReadSmallSubscript(List<string> subscripts, ref TimeIndex time)
    {
        if (Current == 'ₜ' && Next == '₋' && _at + 2 < _text.Length && _text[_at + 2] == '₁')
        {
            _at += 3;
            Mark("t-1", subscripts, ref time);
            return;
        }

        if (Current == 'ₜ')
        {
            _at++;
            Mark("t", subscripts, ref time);
            return;
        }

        var from = _at;
        while (IsSubscript(Current) && Current != 'ₜ')
        {
            _at++;
        }

        Mark(_text.Substring(from, _at - from).Normalize(System.Text.NormalizationForm.FormKC), subscripts, ref time);
    }

    private bool IsLetter() => IsLetterAt(_at);

    private bool IsLetterAt(int at) =>
        at < _text.Length && (char.IsHighSurrogate(_text[at])
            ? at + 1 < _text.Length && char.IsLowSurrogate(_text[at + 1]) && char.IsLetter(_text, at)
            : char.IsLetter(_text[at]) && !IsSubscript(_text[at]));

    private static bool IsWellFormed(string text) => !text.Any(char.IsSurrogate);

    private static bool IsMark(char c) =>
        CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsDigit(char c) => c is >= '0' and <= '9';

    private static bool IsSubscript(char c) => c is >= '₀' and <= '₉' or >= 'ₐ' and <= 'ₜ' or 'ᵢ' or 'ⱼ' or 'ᵣ' or 'ᵤ' or 'ᵥ';

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029';

    /// <summary>Characters that copying leaves behind: zero width spaces, joiners, byte order marks.</summary>
    private static bool IsIgnored(char c) => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.Format;
}
