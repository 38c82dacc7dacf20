using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>
/// Parses equations. Precedence, lowest first: sums, elementwise products and quotients, unary minus, matrix products, which are right-associative:
/// A · B · x is A · (B · x).
/// </summary>
internal sealed partial class EquationParser
{
    /// <summary>The maximum number of nested brackets; bounds the recursion for hostile texts.</summary>
    private const int DeepestNesting = 100;

    /// <summary>The maximum height of an expression, by parentheses or in a long sum.</summary>
    private const int GreatestHeight = 200;

    private readonly IReadOnlyList<Token> _tokens;
    private readonly string _text;
    private readonly EquationDiagnostics _diagnostics;

    /// <summary>Functions defined by an equation, which has been reported: their uses are not further errors.</summary>
    private readonly HashSet<string> _functionsByMistake = [];
    private int _at;
    private int _depth;

    /// <summary>Whether a quotient of this equation has been reported.</summary>
    private bool _hasDoubtfulQuotient;

    /// <summary>The number of open brackets; line ends inside brackets are ignored.</summary>
    private int _brackets;

    /// <summary>Names without a time that are factors somewhere, and so no functions.</summary>
    private readonly HashSet<string> _factors;

    /// <summary>Names that are declared as numbers, and so no functions.</summary>
    private readonly IReadOnlyCollection<string> _numbers;

    private EquationParser(string text, char time, IReadOnlyCollection<string> numbers, EquationDiagnostics diagnostics)
    {
        _numbers = numbers;
        (_tokens, _text, _diagnostics) = (Lexer.Read(text, diagnostics, time), text, diagnostics);
        _factors = new HashSet<string>(_tokens.Where((token, at) => token.Kind == TokenKind.Name && IsFactor(at)).Select(token => token.Name!.Key), StringComparer.Ordinal);
    }

    /// <summary>All equations. A line that cannot be parsed is reported; its name, if it could be parsed, is kept with an unknown value.</summary>
    /// <param name="text">The equations.</param>
    /// <param name="diagnostics">Receives the errors.</param>
    /// <param name="time">The letter for the time.</param>
    /// <param name="numbers">The keys of names that are declared as numbers.</param>
    public static EquatableArray<Equation> Parse(string text, EquationDiagnostics diagnostics, char time = 't', IReadOnlyCollection<string>? numbers = null)
    {
        var parser = new EquationParser(text, time, numbers ?? [], diagnostics);
        var equations = new List<Equation>();
        while (parser.Current.Kind != TokenKind.EndOfText)
        {
            if (parser.Current.Kind is TokenKind.EndOfLine or TokenKind.Semicolon)
            {
                parser._at++;
                continue;
            }

            (parser._depth, parser._brackets, parser._hasDoubtfulQuotient, parser._isCondition) = (0, 0, false, false);
            var start = parser._at;
            List<Equation> read = StackedTargets.EqualsAt(parser._tokens, start) is > 0 and var equals ? parser.ParseStacked(equals) : parser.ParseEquation() is { } one ? [one] : [];
            if (read.Count == 0 || read[0].Value is BrokenExpression)
            {
                parser.Skip(start);
            }

            equations.AddRange(read);
            diagnostics.HasLostEquations |= read.Count == 0;
        }

        return equations.ToEquatableArray();
    }

    private Token Current
    {
        get
        {
            // A line that starts with an operator continues the previous line.
            if (_tokens[_at].Kind == TokenKind.EndOfLine && (_brackets > 0 ? !BeginsEquation(_at + 1) : IsOperator(_tokens[_at + 1].Kind)))
            {
                _at++;
            }

            return _tokens[_at];
        }
    }

    private static bool IsOperator(TokenKind kind) => kind is TokenKind.Plus or TokenKind.Minus or TokenKind.Times or TokenKind.Slash or TokenKind.Dot
        or TokenKind.Mod or TokenKind.If or TokenKind.Else or TokenKind.And or TokenKind.Or || ComparisonOf(kind) is not null and not ComparisonOperator.Equal;

    private static bool IsEnd(TokenKind kind) => kind is TokenKind.EndOfLine or TokenKind.Semicolon or TokenKind.EndOfText;

    private static bool Opens(TokenKind kind) => kind is TokenKind.OpenParenthesis or TokenKind.OpenBracket or TokenKind.OpenGroup;

    private static bool Closes(TokenKind kind) => kind is TokenKind.CloseParenthesis or TokenKind.CloseBracket or TokenKind.CloseGroup;

    /// <summary>Whether a name stands where a function does not: without a bracket behind it, or as a divisor.</summary>
    private bool IsFactor(int at) => _tokens[at].Time == TimeIndex.None && _tokens[at + 1].Kind != TokenKind.Power && (!Opens(_tokens[at + 1].Kind) || (at > 0 && _tokens[at - 1].Kind == TokenKind.Slash));

    private bool BeginsEquation(int at) => (_tokens[at].Kind == TokenKind.Name && _tokens[at + 1].Kind == TokenKind.Equals) || StackedTargets.EqualsAt(_tokens, at) > 0;

    /// <summary>An operand after an operator or '=' may be on the next line.</summary>
    private void PassLineEnd()
    {
        if (_tokens[_at].Kind == TokenKind.EndOfLine && _tokens[_at + 1].Kind != TokenKind.EndOfText && !BeginsEquation(_at + 1))
        {
            _at++;
        }
    }

    /// <summary>Skips the rest of an equation that could not be parsed, with its continuation lines.</summary>
    private void Skip(int start)
    {
        var open = 0;
        for (var at = start; ; at++)
        {
            var kind = _tokens[at].Kind;
            open += Opens(kind) || kind == TokenKind.OpenCases ? 1 : Closes(kind) || kind == TokenKind.CloseCases ? -1 : 0;
            var isOver = kind == TokenKind.EndOfText
                || (kind is TokenKind.EndOfLine or TokenKind.Semicolon && BeginsEquation(at + 1))
                || (kind == TokenKind.EndOfLine && open <= 0 && !Continues(at));
            if (isOver && at >= _at)
            {
                _at = at;
                return;
            }
        }

        bool Continues(int end) => IsOperator(_tokens[end + 1].Kind) || (end > start && (IsOperator(_tokens[end - 1].Kind) || _tokens[end - 1].Kind is TokenKind.Comma or TokenKind.Equals));
    }

    private Equation? ParseEquation()
    {
        if (Current is not { Kind: TokenKind.Name, Name: { } name } token)
        {
            return Refuse<Equation>(Current, Opens(Current.Kind) && DefinesSeveral() ? UnknownSigns.Stacked : "an equation begins with the name it defines, as in h_t = tanh(W · x_t)");
        }

        _at++;
        var target = new NameExpression(token.Span, name, token.Time) { IsBroken = token.IsBroken, Steps = token.Steps };
        if (_tokens[_at].Kind == TokenKind.EndOfLine && _tokens[_at + 1].Kind == TokenKind.Equals)
        {
            _at++;
        }

        RefuseFunctionAsTarget(token);

        if (_tokens[_at].Kind == TokenKind.Same)
        {
            return Broken(target, _tokens[_at], "an equation has one '='");
        }

        if (_tokens[_at].Kind == TokenKind.Comma && DefinesSeveral())
        {
            _diagnostics.HasLostEquations = true;
            return Broken(target, _tokens[_at], UnknownSigns.Stacked);
        }

        if (_tokens[_at].Kind != TokenKind.Equals)
        {
            return target.IsBroken ? new Equation(target, new BrokenExpression(token.Span))
                : HasNoEquals() ? RefuseLine(token)
                : Broken(target, IsEnd(_tokens[_at].Kind) ? token : _tokens[_at], $"'=' was expected behind '{Text(token)}'");
        }

        if (token is { Power: not null, Time: not TimeIndex.None } or { IsTransposed: true })
        {
            return Broken(target, token, $"an equation defines a value itself, and '{Text(token)}' is computed from one; write {name.At(token.Time)} = ...");
        }

        _at++;
        PassLineEnd();
        if (ParseValue() is not { } value)
        {
            return new Equation(target, new BrokenExpression(token.Span));
        }

        return new Equation(target, EndsEquation(target.Span) ? value : new BrokenExpression(target.Span));
    }

    /// <summary>Passes what may stand behind the value of an equation; reports anything else.</summary>
    /// <param name="target">What the equation defines.</param>
    private bool EndsEquation(Span target)
    {
        if (_tokens[_at].Kind == TokenKind.Comma && BeginsEquation(_at + 1))
        {
            // Two equations on one line.
            _at++;
            return true;
        }

        if (_tokens[_at].Kind == TokenKind.Comma && IsEnd(_tokens[_at + 1].Kind))
        {
            // The formula is part of a sentence of a paper.
            _at++;
        }

        if (IsEnd(Current.Kind) || (Current.Kind == TokenKind.Comma && RefusesDecimalComma(target.To(_tokens[_at + 1].Span), depth: 0)))
        {
            return IsEnd(Current.Kind);
        }

        Refuse<Equation>(Current, Current.Kind switch
        {
            TokenKind.Equals => "a line holds one equation; a second '=' cannot be read",
            TokenKind.CloseParenthesis => "this ')' closes nothing",
            TokenKind.CloseBracket => "this ']' closes nothing",
            TokenKind.CloseGroup => "this '}' closes nothing",
            TokenKind.Comma => "a comma stands between the parts of [a, b] or the arguments of max(a, b)",
            TokenKind.CloseCases => "this '\\end{cases}' closes nothing",
            TokenKind.Else => "this belongs to no selection; write a_t if b_t > 0 else c_t",
            TokenKind.And or TokenKind.Or => UnknownSigns.Comparison,
            var kind when ComparisonOf(kind) is not null => UnknownSigns.Comparison,
            _ => "an operator was expected here: +, -, ⊙, / or ·",
        });
        return false;
    }

    /// <summary>Whether names, with brackets and commas among them, stand before the '=' of an equation.</summary>
    private bool DefinesSeveral()
    {
        var (at, open) = (_at, 0);
        while (Opens(_tokens[at].Kind) || Closes(_tokens[at].Kind) || _tokens[at].Kind is TokenKind.Name or TokenKind.Comma || (open > 0 && _tokens[at].Kind is TokenKind.Semicolon or TokenKind.EndOfLine))
        {
            open += Opens(_tokens[at].Kind) ? 1 : Closes(_tokens[at].Kind) ? -1 : 0;
            at++;
        }

        return _tokens[at].Kind == TokenKind.Equals;
    }

    /// <summary>Whether the rest of a line behind its first name has no '=', and another line precedes it.</summary>
    private bool HasNoEquals()
    {
        var end = _at;
        while (!IsEnd(_tokens[end].Kind) && _tokens[end].Kind != TokenKind.Equals)
        {
            end++;
        }

        return _at > 1 && _tokens[_at - 2].Kind == TokenKind.EndOfLine && _tokens[end].Kind != TokenKind.Equals && _tokens.Take(_at).Any(token => token.Kind == TokenKind.Equals);
    }

    /// <summary>A line without '=' defines nothing: it is a part of the one before, or a sentence.</summary>
    private Equation? RefuseLine(Token first) => Refuse<Equation>(first,
        "this line has no '='; to continue the line above, end that line or begin this one with an operator; otherwise write an equation, as in h_t = tanh(W · x_t)");

    /// <summary>Reports an equation that defines a function.</summary>
    private void RefuseFunctionAsTarget(Token token)
    {
        if (token.Time == TimeIndex.None && EquationFunction.Find(token.Name!.Key) is not null)
        {
            _diagnostics.Add(EquationMistake.InputDefined, token.Span, Text(token), "It is a function. Give this value another name.");
            _functionsByMistake.Add(token.Name.Key);
        }
    }

    private Equation Broken(NameExpression target, Token token, string why)
    {
        Refuse<Equation>(token, why);
        return new Equation(target, new BrokenExpression(target.Span));
    }

    private Expression? ParseSum()
    {
        if (ParseFactors() is not { } left)
        {
            return null;
        }

        while (Current.Kind is TokenKind.Plus or TokenKind.Minus)
        {
            var sign = _tokens[_at++];
            PassLineEnd();
            if (ParseFactors() is not { } right
                || Limited(new BinaryExpression(
                    left.Span.To(right.Span), sign.Kind == TokenKind.Plus ? BinaryOperator.Add : BinaryOperator.Subtract, sign.Span, left, right)) is not { } sum)
            {
                return null;
            }

            left = sum;
        }

        return left;
    }

    private Expression? ParseFactors()
    {
        if (ParseSigned() is not { } left)
        {
            return null;
        }

        while (Current.Kind is TokenKind.Times or TokenKind.Slash or TokenKind.Mod)
        {
            var sign = _tokens[_at++];
            PassLineEnd();
            if (sign.Kind == TokenKind.Mod)
            {
                if (ParseSigned() is not { } modulus
                    || Limited(new CallExpression(left.Span.To(modulus.Span), sign.Span, EquationFunction.Find("mod"), new[] { left, modulus }.ToEquatableArray())) is not { } remainder)
                {
                    return null;
                }

                left = remainder;
                continue;
            }

            var (@operator, written) = (sign.Kind == TokenKind.Times ? BinaryOperator.Times : BinaryOperator.Divide, Text(sign));
            if ((@operator == BinaryOperator.Divide ? ParseDivisor(left) : ParseSigned()) is not { } right
                || Limited(new BinaryExpression(left.Span.To(right.Span), @operator, sign.Span, left, right)
                {
                    IsAsterisk = written is "*" or "∗" or "\\ast",
                    IsOuter = written is "⊗" or "\\otimes",
                }) is not { } product)
            {
                return null;
            }

            left = product;
            if (@operator == BinaryOperator.Divide && StartsPrimary(Current.Kind))
            {
                if (ParseBehindQuotient(product) is not { } longer)
                {
                    return null;
                }

                left = longer;
            }
        }

        return left;
    }

    /// <summary>The b of a / b c, which ends before c, unless they are 3x or the product with a matrix.</summary>
    private Expression? ParseDivisor(Expression dividend)
    {
        var (slash, token) = (_tokens[_at - 1], Current);
        var next = _tokens[Math.Min(_at + 1, _tokens.Count - 1)];
        var isWhole = token.Kind == TokenKind.Minus
            || (token.Kind == TokenKind.Number && next.Kind == TokenKind.Name && next.Span.Start == token.Span.End)
            || token is { Kind: TokenKind.Name, IsMatrix: true } or { Kind: TokenKind.Name, IsTransposed: true };
        if (isWhole)
        {
            var divisor = ParseSigned();
            if (token.Kind == TokenKind.Number && token.Span.Start == slash.Span.End && divisor is BinaryExpression { IsSideBySide: true } product)
            {
                ReportDivisor(dividend, product);
            }

            return divisor;
        }

        // a / W · x_t
        return ParsePower() is not { } power ? null
            : Current.Kind == TokenKind.Dot ? ParseProduct(power)
            : power;
    }

    /// <summary>1 / 2h is 1 / (2 h), and is reported, because it may be (1 / 2) h.</summary>
    private void ReportDivisor(Expression dividend, BinaryExpression product)
    {
        if (!_hasDoubtfulQuotient)
        {
            _hasDoubtfulQuotient = true;
            var (one, number, factor) = (EquationPrinter.QuoteFactor(dividend), EquationPrinter.QuoteFactor(product.Left), EquationPrinter.QuoteFactor(product.Right));
            _diagnostics.Add(EquationMistake.PerhapsDivisor, dividend.Span.To(product.Span), $"{one} / {number} {factor}", $"{one} / ({number} ⊙ {factor})", $"({one} / {number}) ⊙ {factor}");
        }
    }

    /// <summary>a / b c is (a / b) c, as in papers, and is reported, because it may be a / (b c).</summary>
    private BinaryExpression? ParseBehindQuotient(BinaryExpression quotient)
    {
        if (ParseSigned() is not { } factor
            || Limited(new BinaryExpression(quotient.Span.To(factor.Span), BinaryOperator.Product, new Span(quotient.Span.End, 0), quotient, factor)) is not { } product)
        {
            return null;
        }

        if (_hasDoubtfulQuotient)
        {
            return product;
        }

        _hasDoubtfulQuotient = true;
        var (written, other) = (EquationPrinter.Quote(quotient), EquationPrinter.QuoteFactor(factor));
        _diagnostics.Add(EquationMistake.PerhapsDivisor, product.Span, $"{written} {other}", $"({written}) ⊙ {other}",
            $"{EquationPrinter.QuoteFactor(quotient.Left)} / ({EquationPrinter.QuoteFactor(quotient.Right)} ⊙ {other})");
        return product;
    }

    private Expression? ParseSigned()
    {
        if (Current.Kind != TokenKind.Minus)
        {
            return ParseProduct();
        }

        var sign = _tokens[_at++];
        PassLineEnd();
        if (!Enter(sign) || ParseSigned() is not { } operand)
        {
            return null;
        }

        _depth--;
        return Limited(new NegateExpression(sign.Span.To(operand.Span), operand));
    }

    private Expression? ParseProduct() => ParsePower() is { } left ? ParseProduct(left) : null;

    /// <summary>The product behind its left operand; the operand itself where none follows.</summary>
    private Expression? ParseProduct(Expression left)
    {
        var sign = Current;
        if (sign.Kind == TokenKind.Dot)
        {
            _at++;
            PassLineEnd();
        }
        else if (IsSign(sign))
        {
            return Refuse<Expression>(sign, "'x' between two factors may be a sign or a value; write · for a product with a matrix, ⊙ for an elementwise product, and x_t for the input");
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
        return Limited(new BinaryExpression(left.Span.To(right.Span), BinaryOperator.Product, sign.Span, left, right));
    }

    /// <summary>Whether x stands between two factors, as a sign of typewriters does: a x b. An equation may define the name.</summary>
    private bool IsSign(Token token) =>
        token is { Kind: TokenKind.Name, Time: TimeIndex.None, Name: { Key: "x", Display: "x" } }
        && StartsPrimary(_tokens[_at + 1].Kind)
        && !_tokens.Where((one, at) => one is { Kind: TokenKind.Name, Time: TimeIndex.None, Name.Key: "x" } && _tokens[at + 1].Kind == TokenKind.Equals).Any();

    /// <summary>W x_t: juxtaposition is a product.</summary>
    private static bool StartsPrimary(TokenKind kind) => kind is TokenKind.Name or TokenKind.Number or TokenKind.Fraction or TokenKind.OpenCases || Opens(kind);

    /// <summary>A value with its exponents.</summary>
    private Expression? ParsePower()
    {
        var value = ParsePrimary();
        while (value is not null && Current.Kind is TokenKind.Power or TokenKind.Transpose)
        {
            var sign = _tokens[_at++];
            if (sign.Kind == TokenKind.Transpose)
            {
                value = Limited(new TransposeExpression(value.Span.To(sign.Span), value));
                continue;
            }

            if (ParseArgument(sign) is not { } exponent)
            {
                return null;
            }

            // e^{a} is exp(a).
            value = value is NameExpression { Name: { Key: "e", Display: "e" }, Time: TimeIndex.None } && !_factors.Contains("e")
                ? Limited<Expression>(new CallExpression(value.Span.To(exponent.Span), value.Span, EquationFunction.Find("exp"), new[] { exponent }.ToEquatableArray()))
                : RaisedTo(value, exponent, sign.Span);
        }

        return value;
    }

    private Expression? RaisedTo(Expression value, Expression exponent, Span sign) =>
        Limited<Expression>(new BinaryExpression(value.Span.To(exponent.Span), BinaryOperator.Power, sign, value, exponent));

    /// <summary>The argument of a command: what is in braces, or one name or number.</summary>
    private Expression? ParseArgument(Token of)
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.OpenGroup:
                return ParseParentheses();

            case TokenKind.Number:
                _at++;
                return new NumberExpression(token.Span, token.Value);

            case TokenKind.Name when EquationFunction.Find(token.Name!.Key) is null:
                _at++;
                return NameOf(token);

            default:
                return Refuse<Expression>(of, $"an argument in braces was expected behind '{Text(of)}', as in \\frac{{a}}{{b}}");
        }
    }

    private BinaryExpression? ParseFraction()
    {
        var sign = _tokens[_at++];
        return ParseArgument(sign) is { } above && ParseArgument(sign) is { } below
            ? Limited(new BinaryExpression(sign.Span.To(below.Span), BinaryOperator.Divide, sign.Span, above, below))
            : null;
    }

    private Expression? ParsePrimary()
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                _at++;
                return new NumberExpression(token.Span, token.Value);

            case TokenKind.OpenParenthesis or TokenKind.OpenGroup:
                return ParseParentheses();

            case TokenKind.Fraction:
                return ParseFraction();

            case TokenKind.OpenCases:
                return ParseCases();

            case TokenKind.OpenBracket:
                return ParseList(TokenKind.CloseBracket) is not { } items || RefusesDecimalComma(items.Close, depth: 1) ? null
                    : items.Items.Count == 0 ? Refuse<Expression>(items.Close, "nothing is between '[' and ']'; write the vectors to join, as in [h_{t-1}, x_t]")
                    : Limited(new ConcatExpression(items.Close, items.Items));

            case TokenKind.Name:
                return ParseName(token);

            case TokenKind.EndOfLine or TokenKind.Semicolon or TokenKind.EndOfText:
                // The end has no characters: the location is the last token before it.
                return Refuse<Expression>(_tokens[Math.Max(_at - 1, 0)], "something is missing behind this");

            default:
                return Refuse<Expression>(token, $"a name, a number or a parenthesis was expected in place of '{Text(token)}'");
        }
    }

    /// <summary>diag(a): a matrix, and no function of a value.</summary>
    private static bool IsDiagonal(Token token) => token is { Time: TimeIndex.None, Power: null, IsTransposed: false, Name.Key: "diag" or "Diag" };

    private DiagonalExpression? ParseDiagonal(Token token)
    {
        if (ParseList(Current.Kind == TokenKind.OpenBracket ? TokenKind.CloseBracket : Current.Kind == TokenKind.OpenGroup ? TokenKind.CloseGroup : TokenKind.CloseParenthesis) is not { } arguments)
        {
            return null;
        }

        var span = token.Span.To(arguments.Close);
        return arguments.Items.Count == 1
            ? Limited(new DiagonalExpression(span, arguments.Items[0]))
            : Refuse<DiagonalExpression>(span, "diag is of one vector, as in diag(a_t) S_{t-1}");
    }

    private Expression? ParseName(Token token)
    {
        _at++;
        if (IsDiagonal(token) && Opens(Current.Kind))
        {
            return ParseDiagonal(token);
        }

        var name = token.Power is { } power && token.Time == TimeIndex.None && EquationFunction.Find(power.Base.Key) is not null ? power.Base : token.Name!;
        var function = token.Time == TimeIndex.None ? EquationFunction.Find(name.Key) : null;
        if (!IsCall(token, function))
        {
            if (ElementOf(token) is { } element)
            {
                return Refuse<Expression>(element, $"a value has no elements by number here; write an equation for each part of '{Text(token)}' that is read alone");
            }

            if (token is { IsMatrix: true, IsAdjacent: true } && Current.Kind == TokenKind.OpenParenthesis && _tokens[_at + 1] is { Kind: TokenKind.Name, Name: { } only } argument
                && _tokens[_at + 2].Kind == TokenKind.CloseParenthesis)
            {
                // F(x_t): a matrix needs no parentheses here.
                _diagnostics.Add(EquationMistake.PerhapsKind, token.Span, name.Display, "a matrix", $"Write '{name.Display} · {only.At(argument.Time)}' for the product, or the function that is meant.");
            }

            if (function is null && token.Time == TimeIndex.None && FunctionOverIndex(name) is { } indexed)
            {
                return Refuse<Expression>(token.Span, $"'{Text(token)}' is a function with an index, and functions have none here; write its argument in parentheses, as in {indexed}");
            }

            return function is null || _functionsByMistake.Contains(name.Key) ? NameOf(token)
                : Current.Kind == TokenKind.Unknown ? null
                : _brackets > 0 && Current.Kind is TokenKind.Comma or TokenKind.Semicolon && _tokens[_at - 2].Kind == TokenKind.OpenBracket ? Refuse<Expression>(token.Span, UnknownSigns.Stacked)
                : Current.Kind == TokenKind.Power ? Refuse<Expression>(token.Span, $"'{Text(token)}' has a power that is no number without a sign; tanh^2(a) is a power, and for an inverse write 1 / {Text(token)}(a), or the inverse function itself")
                : Refuse<Expression>(token.Span, $"'{Text(token)}' is a function; write its argument in parentheses, as in {Text(token)}(a)");
        }

        return ParseCall(token, function) is not { } call ? null
            : token.Power is { } exponent && function is not null ? RaisedTo(call, new NumberExpression(token.Span, exponent.Exponent), new Span(token.Span.End, 0))
            : call;
    }

    /// <summary>How to write max_i a_i: the function of a name that has one letter or digit as a mark; null for σ_x and other names.</summary>
    private static string? FunctionOverIndex(CellName name) =>
        name.Key.LastIndexOf('_') is > 2 and var mark && mark == name.Key.Length - 2 && name.Key.Substring(0, mark) is not "sigma" and var key && EquationFunction.Find(key) is { } function
            ? function.Arguments == 1 ? $"{function.Name}(a)" : $"{function.Name}(a, b)"
            : null;

    /// <summary>A name that is no function, with its power.</summary>
    private Expression? NameOf(Token token)
    {
        var name = new NameExpression(token.Span, token.Name!, token.Time)
        {
            IsBroken = token.IsBroken,
            Steps = token.Steps,
            WithMinusOne = WithMinusOne(token),
            Power = token.Time == TimeIndex.None ? token.Power : null,
            IsTransposed = token.IsTransposed,
        };
        if (token.IsTransposed && !(token.Time == TimeIndex.None && char.IsUpper(token.Name!.Key[0])))
        {
            return new TransposeExpression(token.Span, name with { IsTransposed = false });
        }

        return token is { Power: { } power, Time: not TimeIndex.None } ? RaisedTo(name, new NumberExpression(token.Span, power.Exponent), new Span(token.Span.End, 0)) : name;
    }

    /// <summary>
    /// Whether a bracket behind a name has arguments of a function. Directly behind a name it has, and behind a blank where the name is no factor anywhere;
    /// W(r_t ⊙ h_{t-1}) is a product with a matrix.
    /// </summary>
    private bool IsCall(Token token, EquationFunction? function) =>
        Opens(Current.Kind)
        && (function is not null
            || (token.IsBroken || Current.Kind == TokenKind.OpenGroup || (token.Name is { } name && _numbers.Contains(name.Key)) || IsMatrixBefore(token, Current.Kind) || ElementOf(token) is not null ? false
                : token.IsAdjacent || (token.Time == TimeIndex.None && !_factors.Contains(token.Name!.Key))));

    /// <summary>Whether a name is of a matrix: a Latin capital, and Θ before [a, b] or a blank; Θ(a), Φ (a), ℱ(a) and 𝔼[a] are functions.</summary>
    private static bool IsMatrixBefore(Token token, TokenKind bracket) =>
        (token.IsMatrix && !(token.IsAdjacent && Alphabets.Of(token.Name!.Display) is { } alphabet && (bracket == TokenKind.OpenParenthesis || alphabet == "bb")))
        || (token.Time == TimeIndex.None && (bracket == TokenKind.OpenBracket || !token.IsAdjacent)
            && token.Name!.Display is var display && char.IsUpper(display[0]) && display[0] is not ('Φ' or 'Ψ' or 'Σ' or 'Π') && (display.Length == 1 || !char.IsLetter(display[1])));

    private Expression? ParseCall(Token token, EquationFunction? function)
    {
        // tanh[a, b] is of joined vectors.
        var close = Current.Kind switch { TokenKind.OpenBracket => TokenKind.CloseBracket, TokenKind.OpenGroup => TokenKind.CloseGroup, _ => TokenKind.CloseParenthesis };
        if (close == TokenKind.CloseBracket && function?.Kind == FunctionKind.Sqrt && Text(token) == "\\sqrt")
        {
            return Refuse<Expression>(token.Span, "roots are square roots; write (a)^{1/3} for another one");
        }

        if (ParseList(close) is not { } arguments)
        {
            return null;
        }

        if (close == TokenKind.CloseBracket && arguments.Items.Count > 1 && function?.Arguments == 1 && Limited(new ConcatExpression(arguments.Close, arguments.Items)) is { } joined)
        {
            arguments = (new Expression[] { joined }.ToEquatableArray(), arguments.Close);
        }

        var span = token.Span.To(arguments.Close);
        if (function is null)
        {
            RefuseFunction(token);
        }
        else if (arguments.Items.Count != function.Arguments && RefusesDecimalComma(span, depth: 1))
        {
            function = null;
        }
        else if (arguments.Items.Count != function.Arguments)
        {
            _diagnostics.Add(EquationMistake.FunctionArguments, span, function.Name, function.Arguments == 1 ? "one argument" : "two arguments",
                arguments.Items.Count switch { 0 => "none", 1 => "one", var count => count.ToString(System.Globalization.CultureInfo.InvariantCulture) },
                function.Arguments == 1 ? $"{function.Name}(a)" : $"{function.Name}(a, b)");
            function = null;
        }

        return Limited(new CallExpression(span, token.Span, function, arguments.Items));
    }

    private void RefuseFunction(Token token)
    {
        var key = token.Name!.Key;
        if (LookAlikes.Of(Text(token)) is { } lookAlike && EquationFunction.Find(lookAlike.Latin) is { } latin)
        {
            _diagnostics.AddWithFix(EquationMistake.LooksAlike, token.Span, latin.Name, Text(token), latin.Name, lookAlike.Letter, lookAlike.CodePoint);
            return;
        }

        var isOfSeveral = key.StartsWith("sigma_", StringComparison.Ordinal);
        var other = token.Time == TimeIndex.None ? OtherFunctions.Advice(key) : null;
        var meant = key == "Sigma" || isOfSeveral || other is not null ? null : EquationFunction.Meant(key);
        var advice = other is { Length: > 0 } ? other
            : Derivative(key) is { } derivative ? derivative
            : Alphabets.Of(token.Name.Display) == "bb" ? "There are no expectations and probabilities."
            : meant is not null ? $"Did you mean '{meant}'?"
            : token.Time != TimeIndex.None ? $"Write ⊙ before the {(Text(_tokens[_at - 1]) == "]" ? "bracket" : "parenthesis")} for an elementwise product."
            : key == "Sigma" ? "A sum over an index is a product with a matrix here, as in W · x_t."
            : $"There are {string.Join(", ", EquationFunction.Names)}{(isOfSeveral || IsLetter(token.Name) ? $"; write the one that is meant, or '{token.Name.Display} ⊙ (a)' for a product." : ".")}";
        _diagnostics.AddWithFix(EquationMistake.UnknownFunction, token.Span, meant, Text(token), advice);
    }

    /// <summary>The advice for σ'(a); null for what is no derivative.</summary>
    private static string? Derivative(string key) =>
        !key.EndsWith("_prime", StringComparison.Ordinal) || EquationFunction.Find(key.Substring(0, key.Length - "_prime".Length)) is not { } function ? null
        : function.Kind == FunctionKind.Sigmoid ? "A derivative is written out, as σ(a) ⊙ (1 - σ(a))."
        : function.Kind == FunctionKind.Tanh ? "A derivative is written out, as 1 - tanh^2(a)."
        : "A derivative is written out.";

    /// <summary>Whether a name is one letter with its accents and marks, as functions of papers are.</summary>
    private static bool IsLetter(CellName name) => name.Display.Length == 1 || !char.IsLetter(name.Display[1]);

    /// <summary>The whole of z_t[0]; null if no number in brackets follows a name directly.</summary>
    private Span? ElementOf(Token name) =>
        Current.Kind == TokenKind.OpenBracket && Current.Span.Start == name.Span.End && _tokens[_at + 1].Kind == TokenKind.Number && _tokens[_at + 2].Kind == TokenKind.CloseBracket
            ? name.Span.To(_tokens[_at + 2].Span)
            : null;

    /// <summary>Reports the first 1,5 in a list or a line: a comma directly between two digits is a decimal comma.</summary>
    /// <param name="span">The list with its brackets, or the line.</param>
    /// <param name="depth">The number of open brackets at the comma: 1 in a list, 0 in a line.</param>
    private bool RefusesDecimalComma(Span span, int depth)
    {
        var open = 0;
        for (var at = 1; at < _tokens.Count - 1 && _tokens[at].Span.End < span.End; at++)
        {
            var (left, comma, right) = (_tokens[at - 1], _tokens[at], _tokens[at + 1]);
            if (left.Span.Start < span.Start)
            {
                continue;
            }

            open += Opens(left.Kind) ? 1 : Closes(left.Kind) ? -1 : 0;
            if (open == depth && (left.Kind, comma.Kind, right.Kind) == (TokenKind.Number, TokenKind.Comma, TokenKind.Number)
                && comma.Span.Start == left.Span.End && right.Span.Start == comma.Span.End)
            {
                var number = $"{Text(left)}.{Text(right)}";
                _diagnostics.AddWithFix(EquationMistake.CannotBeRead, left.Span.To(right.Span), number, $"a comma stands between values; write {number} for the number");
                return true;
            }
        }

        return false;
    }

    /// <summary>The whole of h_t-1, if written without spaces after a name that ends in the time.</summary>
    private Span? WithMinusOne(Token token)
    {
        var (minus, one) = (_tokens[_at], _tokens[Math.Min(_at + 1, _tokens.Count - 1)]);
        return token.Time == TimeIndex.Now && !token.IsBroken
            && _text[token.Span.End - 1] is 't' or 'ₜ'
            && minus.Kind == TokenKind.Minus && minus.Span.Start == token.Span.End
            && one is { Kind: TokenKind.Number, Value: 1, Span.Length: 1 } && one.Span.Start == minus.Span.End
                ? token.Span.To(one.Span)
                : null;
    }

    private Expression? ParseParentheses()
    {
        var open = _tokens[_at++];
        _brackets++;
        if (!Enter(open) || ParseInner() is not { } inner)
        {
            return null;
        }

        var close = Current;
        if (close.Kind != (open.Kind == TokenKind.OpenGroup ? TokenKind.CloseGroup : TokenKind.CloseParenthesis))
        {
            return close.Kind == TokenKind.Comma && RefusesDecimalComma(open.Span.To(_tokens[_at + 1].Span), depth: 1) ? null
                : close.Kind == TokenKind.Comma ? Refuse<Expression>(close, "parentheses hold one value; write [a, b] to join vectors")
                : RefuseOpen(open);
        }

        Leave();
        return inner with { Span = open.Span.To(close.Span) };
    }

    private (EquatableArray<Expression> Items, Span Close)? ParseList(TokenKind end)
    {
        var open = _tokens[_at++];
        _brackets++;
        if (!Enter(open))
        {
            return null;
        }

        var (isCondition, items) = (_isCondition, new List<Expression>());
        _isCondition = false;
        while (Current.Kind != end)
        {
            if (items.Count > 0)
            {
                // [h; x] is [h, x].
                if (Current.Kind != TokenKind.Comma && (Current.Kind != TokenKind.Semicolon || end != TokenKind.CloseBracket || BeginsEquation(_at + 1)))
                {
                    RefuseOpen(open);
                    return null;
                }

                _at++;
                PassLineEnd();
            }

            if (ParseValue() is not { } item)
            {
                return null;
            }

            items.Add(item);
        }

        var close = Current.Span;
        Leave();
        _isCondition = isCondition;
        return (items.ToEquatableArray(), open.Span.To(close));
    }

    private void Leave()
    {
        _at++;
        _brackets--;
        _depth--;
    }

    /// <summary>Reports the token where a closing bracket is expected.</summary>
    private Expression? RefuseOpen(Token open)
    {
        var (current, close) = (Current, open.Kind switch { TokenKind.OpenBracket => "]", TokenKind.OpenGroup => "}", _ => ")" });
        return Closes(current.Kind)
            ? Refuse<Expression>(current, $"this '{Text(current)}' does not close the '{Text(open)}' before it; write '{close}'")
            : IsEnd(current.Kind) ? Refuse<Expression>(open, $"this '{Text(open)}' is not closed")
            : ComparisonOf(current.Kind) is not null and not ComparisonOperator.Equal ? Refuse<Expression>(current, UnknownSigns.Comparison)
            : Refuse<Expression>(current, $"an operator or '{close}' was expected here");
    }

    private T? Limited<T>(T expression)
        where T : Expression =>
        expression.Height <= GreatestHeight ? expression : Refuse<T>(expression.Span, "this has too many parts; give some of them names of their own");

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

    private T? Refuse<T>(Token token, string why)
        where T : class
    {
        // Unknown tokens have been reported by the lexer.
        return token.Kind == TokenKind.Unknown ? null : Refuse<T>(token.Span, why);
    }

    private T? Refuse<T>(Span span, string why)
        where T : class
    {
        _diagnostics.Add(EquationMistake.CannotBeRead, span, why);
        return null;
    }
}
