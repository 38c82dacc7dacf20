using System.Globalization;
using System.Text;

namespace RnnDsl.Generator.Equations;

/// <summary>Lexes the commands of a formula that was pasted from a paper's source.</summary>
internal sealed partial class Lexer
{
    private const int DeepestGroup = 20;

    /// <summary>The longest argument of a command of layout; bounds the search for its end.</summary>
    private const int LongestArgument = 200;

    private void ReadCommand()
    {
        var word = ReadWord(_at + 1);
        if (word.Length == 0)
        {
            ReadControlSign();
        }
        else if (Latex.IsIgnored(word) || Latex.IsSwitch(word))
        {
            _at += word.Length + 1;

            // \right. has no sign.
            _at += word is "left" or "right" && Current == '.' ? 1 : 0;
        }
        else if (Latex.IsBreak(word))
        {
            EndLine(TokenKind.EndOfLine, word.Length + 1, isBreak: true);
        }
        else if (word is "begin" or "end")
        {
            ReadEnvironment(word);
        }
        else if (word is "underbrace" or "overbrace" && EndOfGroup(AfterBlanks(_at + 1 + word.Length)) is > 0 and var close)
        {
            _at += word.Length + 1;
            if (At(close) is '_' or '^' && At(close + 1) == '{')
            {
                _labels.Add(close);
            }
        }
        else if (Latex.IsText(word) && IsBeside(word))
        {
            RefuseSign(word.Length + 1, UnknownSigns.Text);
            SkipGroup();
        }
        else if (Latex.IsIgnoredWithArgument(word))
        {
            // \tag*{(1)}
            _at += word.Length + 1;
            _at += Current == '*' ? 1 : 0;
            SkipGroup();
        }
        else if (Latex.IsFraction(word))
        {
            Sign(TokenKind.Fraction, word.Length + 1);
            ReadDigits();
        }
        else if (Latex.IsDefinition(word))
        {
            Sign(TokenKind.Equals, word.Length + 1);
        }
        else if (word is "stackrel" or "overset" && EqualsUnderWords(word) is > 0 and var length)
        {
            Sign(TokenKind.Equals, length);
        }
        else if (Latex.Sign(word) is { } kind)
        {
            Sign(kind, word.Length + 1);
        }
        else if (Latex.IsStyle(word) || Latex.Accent(word) is not null || Latex.Letter(word) is not null)
        {
            var start = _at;
            var letters = ReadCommandLetters(0);
            var end = _at;
            _at = start;
            if (letters.Length > 0 && letters.All(IsDigit))
            {
                // \mathbf{1}, a vector of ones.
                _tokens.Add(new Token(TokenKind.Number, new Span(start, end - start)) { Value = double.Parse(letters, CultureInfo.InvariantCulture) });
                _at = end;
            }
            else if (letters.Length > 0)
            {
                ReadName();
            }
            else if (Latex.Accent(word) is { } accent)
            {
                ReadAccented(word, accent);
            }
            else if (Latex.IsStyle(word) && !Latex.IsText(word) && At(AfterBlanks(start + 1 + word.Length)) == '{')
            {
                // \mathbf{W x_t} is (W x_t).
                _at = start + 1 + word.Length;
            }
            else
            {
                RefuseSign(word.Length + 1, $"'\\{word}' is of letters, as in \\{word}{{h}}");
            }
        }
        else
        {
            RefuseSign(word.Length + 1, UnknownSigns.Advice("\\" + word, '\\'));
        }
    }

    /// <summary>Whether words stand behind a value, as in h_t \text{ (the output)}.</summary>
    private bool IsBeside(string word)
    {
        var open = AfterBlanks(_at + 1 + word.Length);
        if (word is "operatorname" or "mathop" || _tokens.Count == 0 || !EndsValue(_tokens[_tokens.Count - 1].Kind) || EndOfGroup(open) is not (> 0 and var end))
        {
            return false;
        }

        var text = _text.Substring(open + 1, end - open - 2).Trim();
        var next = At(AfterBlanks(end));
        return text.Length > 0 && (text[0] == '(' || (text.Contains(' ') && text.All(c => char.IsLetter(c) || c is ' ' or ',' or '-') && next is not ('(' or '[' or '{' or '\\')));
    }

    private void ReadControlSign()
    {
        switch (Next)
        {
            case '\\':
                EndLine(TokenKind.EndOfLine, BreakLength(2), isBreak: true);
                break;

            case '|':
                RefuseSign(2, UnknownSigns.Advice("\\|", '\\'));
                break;

            case '{':
                Sign(TokenKind.OpenParenthesis, 2);
                break;

            case '}':
                Sign(TokenKind.CloseParenthesis, 2);
                break;

            // Spaces of several widths, and delimiters of a formula.
            case ',' or ';' or ':' or '!' or ' ' or '>' or '[' or ']' or '(' or ')':
                _at += 2;
                break;

            default:
                RefuseSign(1, UnknownSigns.Advice("\\", Next == '_' ? Next : '\0'));
                break;
        }
    }

    /// <summary>\begin{aligned}[t], \begin{array}{ll}; a matrix of values is a list.</summary>
    private void ReadEnvironment(string word)
    {
        var start = _at;
        _at = AfterBlanks(_at + 1 + word.Length);
        var close = Current == '{' ? IndexOf('}', _at) : -1;
        var name = close < 0 ? "" : _text.Substring(_at + 1, close - _at - 1);
        _at = close < 0 ? _at : close + 1;
        if (word == "begin" && (Latex.IsCases(name) || IsBehindBrace()))
        {
            if (!Latex.IsCases(name))
            {
                // k_t = \left\{ \begin{array}{ll}
                start = _tokens[_tokens.Count - 1].Span.Start;
                _tokens.RemoveAt(_tokens.Count - 1);
            }

            _tokens.Add(new Token(TokenKind.OpenCases, new Span(start, _at - start)));
            _cases.Push(name);
            SkipColumns(name);
        }
        else if (word == "end" && (Latex.IsCases(name) || (_cases.Count > 0 && _cases.Peek() == name)))
        {
            _tokens.Add(new Token(TokenKind.CloseCases, new Span(start, _at - start)));
            if (_cases.Count > 0)
            {
                _cases.Pop();
            }
        }
        else if (Latex.IsMatrix(name))
        {
            var length = _at - start;
            _at = start;
            Sign(word == "begin" ? TokenKind.OpenBracket : TokenKind.CloseBracket, length);
        }
        else if (word == "begin")
        {
            // \left( \begin{array}{c} x_t \\ h_{t-1} \end{array} \right) is a column.
            var isColumn = Latex.HasColumns(name) && _tokens.Count > 0 && _tokens[_tokens.Count - 1].Kind == TokenKind.OpenParenthesis;
            _columnsInParentheses.Push(isColumn);
            SkipColumns(name);
            if (isColumn)
            {
                _tokens.Add(new Token(TokenKind.OpenBracket, new Span(start, _at - start)));
            }
        }
        else if (_columnsInParentheses.Count > 0 && _columnsInParentheses.Pop())
        {
            _tokens.Add(new Token(TokenKind.CloseBracket, new Span(start, _at - start)));
        }
    }

    /// <summary>The position and the columns of an environment: [t]{ll}.</summary>
    private void SkipColumns(string environment)
    {
        if (Current == '[' && IndexOf(']', _at) is > 0 and var option && option < _at + 4)
        {
            _at = option + 1;
        }

        if (Latex.HasColumns(environment))
        {
            SkipGroup();
        }
    }

    /// <summary>Whether a brace opens the value of an equation directly before.</summary>
    private bool IsBehindBrace() =>
        _tokens.Count > 1 && _tokens[_tokens.Count - 2].Kind == TokenKind.Equals
        && _tokens[_tokens.Count - 1] is { Kind: TokenKind.OpenParenthesis, Span: var brace } && _text[brace.Start] == '\\';

    /// <summary>The digits of \frac12: each is an argument.</summary>
    private void ReadDigits()
    {
        for (var argument = 0; argument < 2; argument++)
        {
            var digit = AfterBlanks(_at);
            if (!IsDigit(At(digit)))
            {
                return;
            }

            _tokens.Add(new Token(TokenKind.Number, new Span(digit, 1)) { Value = _text[digit] - '0' });
            _at = digit + 1;
        }
    }

    /// <summary>The length of \stackrel{\text{def}}{=}; 0 if the lower sign is another one.</summary>
    private int EqualsUnderWords(string word)
    {
        var first = EndOfGroup(AfterBlanks(_at + 1 + word.Length));
        var second = first < 0 ? -1 : EndOfGroup(AfterBlanks(first));
        return second > 0 && _text.Substring(first, second - first).Trim(' ', '{', '}') is "=" or ":=" ? second - _at : 0;
    }

    /// <summary>The position behind braces; -1 if there are none on this line.</summary>
    private int EndOfGroup(int open)
    {
        var depth = 0;
        for (var at = open; At(open) == '{' && at < open + LongestArgument && at < _text.Length && !IsLineEnd(_text[at]); at++)
        {
            depth += _text[at] == '{' ? 1 : _text[at] == '}' ? -1 : 0;
            if (depth == 0)
            {
                return at + 1;
            }
        }

        return -1;
    }

    private int IndexOf(char sign, int from) => _text.IndexOf(sign, from, Math.Min(LongestArgument, _text.Length - from));

    private int AfterBlanks(int at)
    {
        while (At(at) == ' ')
        {
            at++;
        }

        return at;
    }

    /// <summary>\hat{z_t}: the accent of a name with its marks.</summary>
    private void ReadAccented(string word, char accent)
    {
        var start = _at;
        var open = AfterBlanks(_at + 1 + word.Length);
        var end = EndOfGroup(open);
        if (end > 0 && !_isNested)
        {
            var content = _text.Substring(open + 1, end - open - 2);
            var inner = new Lexer(content, _time, new EquationDiagnostics()) { _isNested = true };
            inner.ReadTokens();
            var tokens = inner._tokens;
            if (tokens.Count == 2 && tokens[0] is { Kind: TokenKind.Name, IsBroken: false, Name: { } name, Power: null } token && token.Span.Length == content.Trim().Length)
            {
                _at = end;
                _tokens.Add(token with { Name = name.With(accent), Span = new Span(start, end - start), IsAdjacent = Current == '(' });
                return;
            }
        }

        _at = start;
        RefuseSign(word.Length + 1, $"an accent is over one name, as in \\{word}{{h}}_t");
    }

    private string ReadWord(int at)
    {
        var end = at;
        while (At(end) is >= 'a' and <= 'z' or >= 'A' and <= 'Z')
        {
            end++;
        }

        return _text.Substring(at, end - at);
    }

    /// <summary>The letters of a command, and those in its style or under its accent; none for other commands.</summary>
    private string ReadCommandLetters(int depth)
    {
        var word = ReadWord(_at + 1);
        var after = _at + 1 + word.Length;
        if (Latex.Letter(word) is { } letter)
        {
            _at = after;
            return letter;
        }

        if (depth > DeepestGroup || (!Latex.IsStyle(word) && Latex.Accent(word) is null))
        {
            return "";
        }

        // \operatorname*{relu}
        _at = after + (word == "operatorname" && At(after) == '*' ? 1 : 0);
        var letters = ReadGroup(depth, Latex.IsText(word));
        return letters.Length == 0 ? letters
            : Latex.Accent(word) is { } accent ? letters + accent
            : Latex.Alphabet(word) is { } alphabet ? Alphabets.Write(letters, alphabet)
            : letters;
    }

    /// <summary>The argument of a command: letters in braces, or the next letter or command.</summary>
    /// <param name="depth">The number of braces around it.</param>
    /// <param name="isText">Whether it is one word, in which spaces do not separate names.</param>
    private string ReadGroup(int depth, bool isText = false)
    {
        while (Current == ' ')
        {
            _at++;
        }

        if (Current == '\\')
        {
            return ReadCommandLetters(depth + 1);
        }

        if (Current != '{')
        {
            return IsLetterAt(_at) || IsDigit(Current) ? ReadOneLetter() : "";
        }

        _at++;
        if (depth > DeepestGroup)
        {
            return "";
        }

        string? alphabet = null;
        var letters = new StringBuilder();
        while (Current is not ('}' or '\0'))
        {
            if (Current == ' ')
            {
                _at++;
                if (!isText && letters.Length > 0 && Current is not (' ' or '}') && !(Current == 't' && letters.ToString() == "Δ"))
                {
                    return "";
                }
            }
            else if (Current == '\\' && Latex.IsSwitch(ReadWord(_at + 1)))
            {
                var word = ReadWord(_at + 1);
                alphabet = Latex.Alphabet(word) ?? alphabet;
                _at += 1 + word.Length;
            }
            else if (Current == '{')
            {
                var inner = ReadGroup(depth + 1, isText);
                if (inner.Length == 0)
                {
                    return "";
                }

                letters.Append(inner);
            }
            else if (Current == '\\' ? ReadCommandLetters(depth + 1) is { Length: > 0 } part : (part = ReadLetters()).Length > 0)
            {
                letters.Append(part);
            }
            else
            {
                return "";
            }
        }

        if (Current != '}')
        {
            return "";
        }

        _at++;
        return alphabet is null ? letters.ToString() : Alphabets.Write(letters.ToString(), alphabet);
    }

    private string ReadOneLetter()
    {
        var letter = _text.Substring(_at, char.IsHighSurrogate(Current) ? 2 : 1);
        _at += letter.Length;
        return letter;
    }

    private void SkipGroup()
    {
        while (Current == ' ')
        {
            _at++;
        }

        if (Current == '{')
        {
            if (EndOfGroup(_at) is > 0 and var end)
            {
                _at = end;
                return;
            }

            while (_at < _text.Length && Current != '}' && !IsLineEnd(Current))
            {
                _at++;
            }

            _at += Current == '}' ? 1 : 0;
        }
    }

    /// <summary>A subscript without spaces and without layout commands.</summary>
    private static string Unstyled(string subscript)
    {
        if (!subscript.Contains('\\'))
        {
            return Compact(Plain(subscript));
        }

        var text = new StringBuilder();
        var lexer = new Lexer(subscript, 't', new EquationDiagnostics());
        while (lexer._at < subscript.Length)
        {
            if (lexer.Current == '\\' && lexer.ReadCommandLetters(0) is { Length: > 0 } letters)
            {
                text.Append(letters);
            }
            else if (lexer.Current == '\\' && lexer.ReadWord(lexer._at + 1) is { Length: > 0 } word && (Latex.IsSetting(word) || Latex.IsSwitch(word)))
            {
                lexer._at += word.Length + 1;
            }
            else if (lexer.Current == '\\' && lexer.Next is ',' or ';' or ':' or '!' or ' ')
            {
                lexer._at += 2;
            }
            else
            {
                text.Append(lexer.Current);
                lexer._at++;
            }
        }

        return Compact(Plain(text.ToString()));

        // 𝑡 is t.
        static string Plain(string text) => text.Any(char.IsSurrogate) && !HasNoCharacter(text) ? text.Normalize(NormalizationForm.FormKC) : text;
    }

    /// <summary>Whether a text has a code unit that is no character, which cannot be normalised: a lone surrogate, or U+FFFE.</summary>
    private static bool HasNoCharacter(string text)
    {
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] == '\uFFFE' || char.IsSurrogate(text[at]) && !(char.IsHighSurrogate(text[at]) && at + 1 < text.Length && char.IsLowSurrogate(text[++at])))
            {
                return true;
            }
        }

        return false;
    }
}
