using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>
/// Reads equations: sums bind loosest, then products of number by number and quotients, then minus, then products with a matrix, which stand right
/// to left, so that A · B · x is A · (B · x).
/// </summary>
internal sealed class EquationParser
{
    /// <summary>More than any cell needs; it keeps a hostile text from exhausting the stack.</summary>
    private const int DeepestNesting = 100;

    /// <summary>The same for sums and products of many parts.</summary>
    private const int LongestChain = 200;

    private readonly IReadOnlyList<Token> _tokens;
    private readonly string _text;
    private readonly EquationFindings _findings;
    private int _at;
    private int _depth;

    /// <summary>How many brackets are open: in them a line's end means nothing.</summary>
    private int _brackets;

    private EquationParser(string text, EquationFindings findings) =>
        (_tokens, _text, _findings) = (Lexer.Read(text, findings), text, findings);

    /// <summary>All equations that could be read. A line that cannot be is reported and passed over.</summary>
    public static EquatableArray<Equation> Parse(string text, EquationFindings findings)
    {
        var parser = new EquationParser(text, findings);
        var equations = new List<Equation>();
        while (parser.Current.Kind != TokenKind.EndOfText)
        {
            if (parser.Current.Kind == TokenKind.EndOfLine)
            {
                parser._at++;
                continue;
            }

            (parser._depth, parser._brackets) = (0, 0);
            if (parser.ParseEquation() is { } equation)
            {
                equations.Add(equation);
            }
            else
            {
                parser.SkipLine();
            }
        }

        return equations.ToEquatableArray();
    }

    private Token Current
    {
        get
        {
            while (_brackets > 0 && _tokens[_at].Kind == TokenKind.EndOfLine && !BeginsEquation(_at + 1))
            {
                _at++;
            }

            // A line that begins with an operator goes on with the line before it.
            if (_tokens[_at].Kind == TokenKind.EndOfLine)
            {
                var next = _at;
                while (_tokens[next].Kind == TokenKind.EndOfLine)
                {
                    next++;
                }

                if (IsOperator(_tokens[next].Kind))
                {
                    _at = next;
                }
            }

            return _tokens[_at];
        }
    }

    private static bool IsOperator(TokenKind kind) => kind is TokenKind.Plus or TokenKind.Minus or TokenKind.Times or TokenKind.Slash or TokenKind.Dot;

    private bool BeginsEquation(int at) => _tokens[at].Kind == TokenKind.Name && _tokens[at + 1].Kind == TokenKind.Equals;

    private void SkipLine()
    {
        while (_tokens[_at].Kind is not (TokenKind.EndOfLine or TokenKind.EndOfText))
        {
            _at++;
        }
    }

    private Equation? ParseEquation()
    {
        if (Current.Kind == TokenKind.Unknown)
        {
            return null;
        }

        if (Current is not { Kind: TokenKind.Name, Name: { } name } target)
        {
            return Refuse(Current, "an equation begins with the name it defines, as in h_t = ...");
        }

        _at++;
        if (Current.Kind != TokenKind.Equals)
        {
            return Refuse(Current, $"'=' was expected behind '{Text(target)}'");
        }

        _at++;
        if (Current.Kind is TokenKind.EndOfLine && _at + 1 < _tokens.Count && !BeginsEquation(_at + 1))
        {
            // What is on the right may stand on the next line.
            _at++;
        }

        if (ParseSum() is not { } value)
        {
            return null;
        }

        if (Current.Kind is TokenKind.EndOfLine or TokenKind.EndOfText)
        {
            return new Equation(new NameExpression(target.Span, name, target.Time), value);
        }

        return Refuse(Current, Current.Kind switch
        {
            TokenKind.Equals => "a line holds one equation; a second '=' cannot be read",
            TokenKind.CloseParenthesis => "this ')' closes nothing",
            TokenKind.CloseBracket => "this ']' closes nothing",
            TokenKind.Comma => "a comma stands between the parts of [a, b] or the arguments of max(a, b)",
            _ => "an operator was expected here: +, -, ⊙, / or ·",
        });
    }

    private Expression? ParseSum()
    {
        if (ParseFactors() is not { } left)
        {
            return null;
        }

        for (var parts = 1; Current.Kind is TokenKind.Plus or TokenKind.Minus; parts++)
        {
            var sign = _tokens[_at++];
            if (!IsShort(parts, sign) || ParseFactors() is not { } right)
            {
                return null;
            }

            left = new BinaryExpression(
                left.Span.To(right.Span), sign.Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract, sign.Span, left, right);
        }

        return left;
    }

    private Expression? ParseFactors()
    {
        if (ParseSigned() is not { } left)
        {
            return null;
        }

        for (var parts = 1; Current.Kind is TokenKind.Times or TokenKind.Slash; parts++)
        {
            var sign = _tokens[_at++];
            if (!IsShort(parts, sign) || ParseSigned() is not { } right)
            {
                return null;
            }

            left = new BinaryExpression(
                left.Span.To(right.Span), sign.Kind == TokenKind.Times ? BinaryOperator.Times : BinaryOperator.Divide, sign.Span, left, right);
        }

        return left;
    }

    private Expression? ParseSigned()
    {
        if (Current.Kind != TokenKind.Minus)
        {
            return ParseProduct();
        }

        var sign = _tokens[_at++];
        if (!Enter(sign) || ParseSigned() is not { } operand)
        {
            return null;
        }

        _depth--;
        return new NegateExpression(sign.Span.To(operand.Span), operand);
    }

    private Expression? ParseProduct()
    {
        if (ParsePrimary() is not { } left)
        {
            return null;
        }

        var sign = Current;
        if (sign.Kind == TokenKind.Dot)
        {
            _at++;
        }
        else if (StartsPrimary(sign.Kind))
        {
            sign = sign with { Span = new Span(left.Span.End, 0) };
        }
        else
        {
            return left;
        }

        if (!Enter(sign) || ParseSigned() is not { } right)
        {
            return null;
        }

        _depth--;
        return new BinaryExpression(left.Span.To(right.Span), BinaryOperator.Product, sign.Span, left, right);
    }

    /// <summary>W x_t: what stands side by side is a product.</summary>
    private static bool StartsPrimary(TokenKind kind) => kind is TokenKind.Name or TokenKind.Number or TokenKind.OpenParenthesis or TokenKind.OpenBracket;

    private Expression? ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _at++;
                return new NumberExpression(token.Span, token.Value);

            case TokenKind.OpenParenthesis:
                return ParseParentheses();

            case TokenKind.OpenBracket:
                return ParseList(TokenKind.CloseBracket, "[a, b]") is not { } items ? null
                    : items.Items.Count == 0 ? Refuse<Expression>(token, "nothing stands between '[' and ']'; write the vectors to join, as in [h_{t-1}, x_t]")
                    : new ConcatExpression(token.Span.To(items.Close), items.Items);

            case TokenKind.Name:
                return ParseName(token);

            case TokenKind.Unknown:
                return null;

            case TokenKind.EndOfLine or TokenKind.EndOfText:
                // The end itself has no characters: the squiggle sits on what comes before it.
                return Refuse<Expression>(_tokens[Math.Max(_at - 1, 0)], "something is missing behind this");

            default:
                return Refuse<Expression>(token, $"a name, a number or a parenthesis was expected in place of '{Text(token)}'");
        }
    }

    private Expression? ParseName(Token token)
    {
        _at++;
        var name = token.Name!;
        var function = token.Time == TimeIndex.None ? EquationFunction.Find(name.Key) : null;
        var isCall = Current.Kind == TokenKind.OpenParenthesis && (function is not null || (token.Touches && !IsMatrix(token)));
        if (!isCall)
        {
            if (function is { Name.Length: > 1 } && Current.Kind != TokenKind.OpenParenthesis)
            {
                return Refuse<Expression>(token, $"'{Text(token)}' is a function; write its argument in parentheses, as in {function.Name}(a)");
            }

            return new NameExpression(token.Span, name, token.Time);
        }

        if (ParseList(TokenKind.CloseParenthesis, "f(a)") is not { } arguments)
        {
            return null;
        }

        var span = token.Span.To(arguments.Close);
        if (function is null)
        {
            var nearest = Nearest.To(name.Key, EquationFunction.Spellings);
            var meant = nearest is null ? null : EquationFunction.Find(nearest)!.Name;
            _findings.AddWithFix(EquationMistake.UnknownFunction, token.Span, meant, Text(token), meant is null
                ? $"There are {string.Join(", ", EquationFunction.Names)}"
                    + (name.Key.StartsWith("sigma_", StringComparison.Ordinal) ? "; name the one that is meant" : "") + "."
                : $"Did you mean '{meant}'?");
        }
        else if (arguments.Items.Count != function.Arguments)
        {
            _findings.Add(EquationMistake.FunctionArguments, span, function.Name, function.Arguments == 1 ? "one argument" : "two arguments",
                arguments.Items.Count == 0 ? "none" : arguments.Items.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
            function = null;
        }

        return new CallExpression(span, token.Span, function, arguments.Items);
    }

    /// <summary>A capital letter before a parenthesis, W(r_t ⊙ h_{t-1}), is a matrix and no function.</summary>
    private bool IsMatrix(Token token)
    {
        var letters = _text.Substring(token.Span.Start, token.Span.Length);
        return token.Time == TimeIndex.None && char.IsUpper(letters[0]) && (letters.Length == 1 || !char.IsLetter(letters[1]));
    }

    private Expression? ParseParentheses()
    {
        var open = _tokens[_at++];
        _brackets++;
        if (!Enter(open) || ParseSum() is not { } inner)
        {
            return null;
        }

        var close = Current;
        if (close.Kind != TokenKind.CloseParenthesis)
        {
            return Refuse<Expression>(open, "this '(' is not closed");
        }

        _at++;
        _brackets--;
        _depth--;
        return inner with { Span = open.Span.To(close.Span) };
    }

    private (EquatableArray<Expression> Items, Span Close)? ParseList(TokenKind end, string example)
    {
        var open = _tokens[_at++];
        _brackets++;
        if (!Enter(open))
        {
            return null;
        }

        var items = new List<Expression>();
        while (Current.Kind != end)
        {
            if (items.Count > 0)
            {
                if (Current.Kind != TokenKind.Comma)
                {
                    Refuse<Expression>(open, $"this '{Text(open)}' is not closed; write {example}");
                    return null;
                }

                _at++;
            }

            if (ParseSum() is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        var close = Current.Span;
        _at++;
        _brackets--;
        _depth--;
        return (items.ToEquatableArray(), close);
    }

    private bool IsShort(int parts, Token token) =>
        parts < LongestChain || Refuse<Expression>(token, "this has too many parts; give some of them a name of their own") is not null;

    private bool Enter(Token token)
    {
        if (++_depth <= DeepestNesting)
        {
            return true;
        }

        Refuse<Expression>(token, "this is nested too deep; give parts of it names of their own");
        return false;
    }

    private string Text(Token token) => token.Span.Length > 0 ? _text.Substring(token.Span.Start, token.Span.Length) : "the end";

    private Equation? Refuse(Token token, string why) => Refuse<Equation>(token, why);

    private T? Refuse<T>(Token token, string why)
        where T : class
    {
        _findings.Add(EquationMistake.CannotBeRead, token.Span, why);
        return null;
    }
}
