using System.Text;

namespace RnnDsl.Generator.Equations;

/// <summary>Lexes the commands of a formula that was pasted from a paper's source.</summary>
internal sealed partial class Lexer
{
    private const int DeepestGroup = 20;

    private void ReadCommand()
    {
        var word = ReadWord(_at + 1);
        if (word.Length == 0)
        {
            ReadControlSign();
        }
        else if (Latex.IsIgnored(word))
        {
            _at += word.Length + 1;
        }
        else if (Latex.IsIgnoredWithArgument(word))
        {
            _at += word.Length + 1;
            SkipGroup();
        }
        else if (Latex.Sign(word) is { } kind)
        {
            Sign(kind, word.Length + 1);
        }
        else if (Latex.IsStyle(word) || Latex.Accent(word) is not null || Latex.Letter(word) is not null)
        {
            var start = _at;
            if (ReadCommandLetters(0).Length > 0)
            {
                _at = start;
                ReadName();
            }
            else
            {
                _at = start;
                RefuseSign(word.Length + 1, $"'\\{word}' is of letters, as in \\{word}{{h}}");
            }
        }
        else
        {
            RefuseSign(word.Length + 1, UnknownSigns.Advice("\\" + word, '\\'));
        }
    }

    private void ReadControlSign()
    {
        switch (Next)
        {
            case '\\':
                EndLine(TokenKind.EndOfLine, 2);
                break;

            // Spaces of several widths, and delimiters of a formula.
            case ',' or ';' or ':' or '!' or ' ' or '>' or '[' or ']' or '(' or ')':
                _at += 2;
                break;

            default:
                RefuseSign(1, UnknownSigns.Advice("\\", '\0'));
                break;
        }
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

        _at = after;
        var letters = ReadGroup(depth);
        return letters.Length > 0 && Latex.Accent(word) is { } accent ? letters + accent : letters;
    }

    /// <summary>The argument of a command: letters in braces, or the next letter or command.</summary>
    private string ReadGroup(int depth)
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
            return IsLetterAt(_at) ? ReadOneLetter() : "";
        }

        _at++;
        var letters = new StringBuilder();
        while (Current is not ('}' or '\0'))
        {
            if (Current == ' ')
            {
                _at++;
            }
            else if (Current == '\\' ? ReadCommandLetters(depth + 1) is { Length: > 0 } inner : (inner = ReadLetters()).Length > 0)
            {
                letters.Append(inner);
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
        return letters.ToString();
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
            return Compact(subscript);
        }

        var text = new StringBuilder();
        var lexer = new Lexer(subscript, new EquationDiagnostics());
        while (lexer._at < subscript.Length)
        {
            if (lexer.Current == '\\' && lexer.ReadCommandLetters(0) is { Length: > 0 } letters)
            {
                text.Append(letters);
            }
            else if (lexer.Current == '\\' && lexer.ReadWord(lexer._at + 1) is var word && Latex.IsSetting(word))
            {
                lexer._at += word.Length + 1;
            }
            else
            {
                text.Append(lexer.Current);
                lexer._at++;
            }
        }

        return Compact(text.ToString());
    }
}
