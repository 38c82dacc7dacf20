namespace RnnDsl.Generator.Equations;

/// <summary>Skips what lays out a page: spaces, alignment, the numbers of equations. Ends of lines mean what they mean on that page.</summary>
internal sealed partial class Lexer
{
    private const int LongestEquationNumber = 12;

    /// <summary>Whether nothing precedes the line's end: sentences of a paper end with a full stop.</summary>
    private bool EndsLine(int at)
    {
        while (at < _text.Length && !IsLineEnd(_text[at]))
        {
            if (char.IsWhiteSpace(_text[at]) || IsIgnored(_text[at]))
            {
                at++;
            }
            else if (_text[at] == '\\' && LayoutLength(at) is > 0 and var length)
            {
                at += length;
            }
            else
            {
                break;
            }
        }

        return at >= _text.Length || IsLineEnd(_text[at]) || (_text[at] == '\\' && (At(at + 1) == '\\' || IsWord(at + 1, "newline") || IsWord(at + 1, "end"))) || EquationNumberLength(at) > 0;
    }

    private bool IsWord(int at, string word) => string.CompareOrdinal(_text, at, word, 0, word.Length) == 0 && !char.IsLetter(At(at + word.Length));

    /// <summary>The length of a command that is only layout, with its argument; 0 for any other.</summary>
    private int LayoutLength(int at)
    {
        var word = ReadWord(at + 1);
        if (word.Length == 0)
        {
            return At(at + 1) is ',' or ';' or ':' or '!' or ' ' or '>' ? 2 : 0;
        }

        var end = at + 1 + word.Length;
        if (Latex.IsIgnored(word))
        {
            return end - at;
        }

        end += At(end) == '*' ? 1 : 0;
        if (!Latex.IsIgnoredWithArgument(word) || word is "begin" or "end" || At(end) != '{')
        {
            return 0;
        }

        var close = IndexOf('}', end);
        return close < 0 ? 0 : close + 1 - at;
    }

    /// <summary>Whether ~ is LaTeX's space, and not an accent behind its letter.</summary>
    private bool IsSpace() => Current == '~' && (_at == 0 || !IsLetterAt(_at - 1));

    /// <summary>The length of (3) or (2.1a) at the end of a line, the number of an equation, which stands apart; 0 if there is none.</summary>
    private int EquationNumberLength() =>
        Current == '(' && _tokens.Count > 0 && (_tokens[_tokens.Count - 1].Span.End < _at || _tokens[_tokens.Count - 1].Kind == TokenKind.Comma)
        && _tokens[_tokens.Count - 1].Kind is TokenKind.Name or TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseGroup or TokenKind.Comma
            ? EquationNumberLength(_at)
            : 0;

    private int EquationNumberLength(int open)
    {
        if (At(open) != '(')
        {
            return 0;
        }

        var end = open + 1;
        end += At(end) is >= 'A' and <= 'Z' && At(end + 1) is '.' ? 2 : 0;
        var isNumber = IsDigit(At(end));
        while (end < open + LongestEquationNumber && (IsDigit(At(end)) || (At(end) == '.' && IsDigit(At(end + 1)))))
        {
            end++;
        }

        end += At(end) is >= 'a' and <= 'z' && At(end + 1) == ')' ? 1 : 0;
        if (!isNumber || At(end) != ')')
        {
            return 0;
        }

        for (var rest = end + 1; rest < _text.Length && !IsLineEnd(_text[rest]); rest++)
        {
            if (_text[rest] == '\\' && At(rest + 1) == '\\')
            {
                break;
            }

            if (!char.IsWhiteSpace(_text[rest]) && !IsIgnored(_text[rest]) && _text[rest] is not ('.' or ','))
            {
                return 0;
            }
        }

        return end + 1 - open;
    }

    /// <summary>\\, which may be followed by * and a distance, as in \\[1ex].</summary>
    private int BreakLength(int length)
    {
        length += At(_at + length) == '*' ? 1 : 0;
        if (At(_at + length) != '[')
        {
            return length;
        }

        var end = _at + length + 1;
        end += At(end) == '-' ? 1 : 0;
        var first = end;
        while (IsDigit(At(end)) || At(end) == '.')
        {
            end++;
        }

        if (end > first)
        {
            while (At(end) is >= 'a' and <= 'z' or '\\' or ' ')
            {
                end++;
            }
        }

        return end > first && At(end) == ']' ? end + 1 - _at : length;
    }

    /// <summary>
    /// The tokens with the ends of lines that count: where \\ ends equations, an end of line in the text is a blank unless an equation begins behind it, and \\ in a list
    /// separates its items. Names know whether a bracket follows directly.
    /// </summary>
    private List<Token> Lines()
    {
        var hasBreaks = HasBreaks();
        var lines = new List<Token>(_tokens.Count);
        var open = new Stack<TokenKind>();
        for (var at = 0; at < _tokens.Count; at++)
        {
            var token = _tokens[at];
            if (_columns.TryGetValue(at, out var column) && lines.Count > 0 && EndsValue(lines[lines.Count - 1].Kind) && (StartsValue(token.Kind) || (token.Kind == TokenKind.Minus && open.Contains(TokenKind.OpenBracket))))
            {
                lines.Add(EndOfColumn(at, column, open));
            }

            switch (token.Kind)
            {
                case TokenKind.OpenBracket or TokenKind.OpenParenthesis or TokenKind.OpenGroup or TokenKind.OpenCases:
                    open.Push(token.Kind);
                    break;

                case TokenKind.CloseBracket or TokenKind.CloseParenthesis or TokenKind.CloseGroup or TokenKind.CloseCases when open.Count > 0:
                    open.Pop();
                    break;

                case TokenKind.EndOfLine when token.IsBreak && open.Count > 0 && open.Peek() == TokenKind.OpenBracket && IsBetweenItems(at):
                    token = token with { Kind = TokenKind.Semicolon };
                    break;

                case TokenKind.EndOfLine when token.IsBreak && open.Contains(TokenKind.OpenCases):
                    token = token with { Kind = TokenKind.Row };
                    break;

                case TokenKind.EndOfLine when open.Contains(TokenKind.OpenCases):
                    continue;

                case TokenKind.EndOfLine when token.IsBreak && open.Count > 0 && open.Peek() == TokenKind.OpenParenthesis && IsBetweenItems(at) && !BeginsEquation(at + 1):
                    token = RefuseBreak(token);
                    break;

                case TokenKind.EndOfLine when hasBreaks && !token.IsBreak && !BeginsEquation(at + 1):
                    continue;

                case TokenKind.Name when Word(at) is { } word:
                    token = token with { Kind = word };
                    break;

                case TokenKind.Name when !token.IsAdjacent && _tokens[at + 1].Kind is TokenKind.OpenParenthesis or TokenKind.OpenBracket or TokenKind.OpenGroup:
                    token = token with { IsAdjacent = IsDirect(token.Span.End, _tokens[at + 1].Span.Start) };
                    break;
            }

            lines.Add(token);
        }

        return lines;
    }

    /// <summary>Whether an equation begins, of one value or of several.</summary>
    private bool BeginsEquation(int at) => (_tokens[at].Kind == TokenKind.Name && _tokens[at + 1].Kind == TokenKind.Equals) || StackedTargets.EqualsAt(_tokens, at) > 0;

    /// <summary>Reports \\ between two values in parentheses.</summary>
    private Token RefuseBreak(Token token)
    {
        _diagnostics.Add(EquationMistake.CannotBeRead, token.Span, @"'\\' between two values in parentheses is no operator; write [a; b] to join them, or the operator that is meant");
        return token with { Kind = TokenKind.Unknown };
    }

    /// <summary>Whether \\ ends an equation; in cases it ends a row.</summary>
    private bool HasBreaks()
    {
        var depth = 0;
        foreach (var token in _tokens)
        {
            depth += token.Kind == TokenKind.OpenCases ? 1 : token.Kind == TokenKind.CloseCases && depth > 0 ? -1 : 0;
            if (token.IsBreak && depth == 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A word of a selection, a condition or a remainder; null for a name.</summary>
    private TokenKind? Word(int at) => _tokens[at] is not { Time: TimeIndex.None, IsBroken: false, Power: null, Name.Display: var word } ? null : word switch
    {
        "if" => TokenKind.If,
        "for" or "when" or "where" when at > 0 && _tokens[at - 1].Kind == TokenKind.Column => TokenKind.If,
        "else" or "otherwise" => TokenKind.Else,
        "and" => TokenKind.And,
        "or" => TokenKind.Or,
        "mod" when at > 0 && EndsValue(_tokens[at - 1].Kind) && !_tokens[at].IsAdjacent => TokenKind.Mod,
        _ => null,
    };

    private static bool EndsValue(TokenKind kind) => kind is TokenKind.Name or TokenKind.Number or TokenKind.CloseBracket or TokenKind.CloseParenthesis or TokenKind.CloseGroup;

    private static bool StartsValue(TokenKind kind) => kind is TokenKind.Name or TokenKind.Number or TokenKind.OpenBracket or TokenKind.OpenParenthesis or TokenKind.OpenGroup or TokenKind.Fraction;

    /// <summary>The end of the equation before &amp;, where another begins behind it; else a value on both sides is refused.</summary>
    private Token EndOfColumn(int at, int column, Stack<TokenKind> open)
    {
        var span = new Span(column, 1);
        if (open.Count == 0 && _tokens[at].Kind == TokenKind.Name && _tokens[at + 1].Kind == TokenKind.Equals)
        {
            return new Token(TokenKind.EndOfLine, span) { IsBreak = true };
        }

        _diagnostics.Add(EquationMistake.CannotBeRead, span, open.Contains(TokenKind.OpenBracket)
            ? "a matrix has one column here, as joined vectors have; write its product with a vector as sums, as in W · x_t + U · h_{t-1}, with an equation for each row"
            : "'&' aligns equations; write an operator between two values, and # before a comment");
        return new Token(TokenKind.Unknown, span);
    }

    /// <summary>Whether an end of line has a whole item on both sides.</summary>
    private bool IsBetweenItems(int at) => EndsValue(_tokens[at - 1].Kind) && StartsValue(_tokens[at + 1].Kind);

    /// <summary>Whether no space is between two positions: delimiters of several sizes are none, and neither is what follows the name of such a command.</summary>
    private bool IsDirect(int from, int to)
    {
        while (from < to)
        {
            if (_text[from] != '\\')
            {
                if (char.IsWhiteSpace(_text[from]) || _text[from] == '~')
                {
                    return false;
                }

                from++;
                continue;
            }

            var word = ReadWord(from + 1);
            if (word.Length == 0 ? At(from + 1) != '!' : word.Contains("quad") || word.EndsWith("space", StringComparison.Ordinal))
            {
                return false;
            }

            from += 1 + Math.Max(word.Length, 1);
            while (word.Length > 0 && from < to && _text[from] == ' ')
            {
                from++;
            }
        }

        return true;
    }
}
