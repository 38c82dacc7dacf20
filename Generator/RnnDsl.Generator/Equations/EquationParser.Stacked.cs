using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>
/// Equations of several values, each of which is a part of the right side: [i_t; f_t] = σ(W · x_t). In [i_t; g_t] = [σ; tanh] W · x_t each part has a function of its own, and in
/// [a_t; b_t] = [W · x_t; U · x_t] an equation.
/// </summary>
internal sealed partial class EquationParser
{
    /// <summary>The equations of a left side of several names: of the whole right side, and of each of its parts.</summary>
    /// <param name="equals">The position of the '='.</param>
    private List<Equation> ParseStacked(int equals)
    {
        var first = _tokens[_at];
        var tokens = _tokens.Skip(_at).Take(equals - _at).Where(token => token.Kind == TokenKind.Name).ToList();
        var targets = tokens.Select(token => new NameExpression(token.Span, token.Name!, token.Time) { IsBroken = token.IsBroken, Steps = token.Steps }).ToList();
        var left = first.Span.To(_tokens[equals - 1].Span);
        _at = equals;
        foreach (var token in tokens)
        {
            if (token is { Power: not null, Time: not TimeIndex.None } or { IsTransposed: true })
            {
                return Broken(token.Span, $"an equation defines values themselves, and '{Text(token)}' is computed from one; write {token.Name!.At(token.Time)} in its place");
            }

            RefuseFunctionAsTarget(token);
        }

        _at++;
        PassLineEnd();
        var functions = ParseColumn();
        if (functions is { Count: > 0 })
        {
            PassLineEnd();
        }

        var value = functions switch
        {
            null => ParseValue(),
            { Count: 0 } => null,
            _ => ParseProduct(),
        };
        if (value is null)
        {
            return Unknown();
        }

        if (functions is not null && functions.Count != targets.Count)
        {
            return Broken(left, $"{Count(targets.Count, "value")} on the left side and {Count(functions.Count, "function")} on the right one; write as many");
        }

        if (functions is not null && Current.Kind is TokenKind.Plus or TokenKind.Minus or TokenKind.Times or TokenKind.Slash)
        {
            return Broken(Current.Span, "functions one below the other are of the product behind them, or of what stands in parentheses; write parentheses, as in [σ; tanh] (W · x_t + b)");
        }

        if (!EndsEquation(left))
        {
            return Unknown();
        }

        return value is ConcatExpression { Items: var items } && items.Count == targets.Count
            ? [.. targets.Select((target, i) => Part(target, i, items[i]))]
            : Split(left, targets, value, Part);

        Equation Part(NameExpression target, int index, Expression part) =>
            new(target, functions is null ? part : new CallExpression(functions[index].Span.To(value.Span), functions[index].Span, functions[index].Function, new[] { part }.ToEquatableArray()));

        List<Equation> Broken(Span span, string why)
        {
            Refuse<Equation>(span, why);
            return Unknown();
        }

        List<Equation> Unknown() => [.. targets.Select(target => new Equation(target, new BrokenExpression(target.Span)))];
    }

    private static List<Equation> Split(Span left, List<NameExpression> targets, Expression value, Func<NameExpression, int, Expression, Equation> part)
    {
        // No name of a text has such a key.
        var name = new CellName(string.Join(";", targets.Select(target => target.Name.Key)), $"[{string.Join(", ", targets.Select(target => target.Name.Display))}]");
        var whole = new NameExpression(left, name, TimeIndex.None);
        var written = $"({EquationPrinter.Print(value)})";
        return [new Equation(whole, value), .. targets.Select((target, i) => part(target, i, new PartExpression(value.Span, whole, i, targets.Count) { Written = $"{written}[{target.Name.Display}]" }))];
    }

    /// <summary>Functions one below the other; null where none stand here, and empty for what is reported.</summary>
    private List<(Span Span, EquationFunction? Function)>? ParseColumn()
    {
        var at = _at;
        var depth = 0;
        for (; Opens(_tokens[at].Kind); at++)
        {
            depth++;
        }

        var functions = new List<(Span Span, EquationFunction? Function)>();
        while (depth > 0 && _tokens[at] is { Kind: TokenKind.Name, Time: TimeIndex.None } token && (StackedTargets.IsSeparator(_tokens[at + 1], isInBrackets: true) || (functions.Count > 0 && Closes(_tokens[at + 1].Kind))))
        {
            functions.Add((token.Span, EquationFunction.Find(token.Name!.Key)));
            at++;
            if (Closes(_tokens[at].Kind))
            {
                break;
            }

            at++;
        }

        if (functions.Count < 2 || !Closes(_tokens[at].Kind) || functions.TrueForAll(function => function.Function is null))
        {
            return null;
        }

        foreach (var token in _tokens.Skip(_at).Take(at - _at).Where(token => token.Kind == TokenKind.Name && EquationFunction.Find(token.Name!.Key) is not { Arguments: 1, Kind: not (FunctionKind.Softmax or FunctionKind.LayerNorm) }))
        {
            if (EquationFunction.Find(token.Name!.Key) is { } function)
            {
                Refuse<Expression>(token.Span, $"'{function.Name}' is no function of each element; give its value an equation of its own");
            }
            else
            {
                RefuseFunction(token);
            }

            return [];
        }

        for (; depth > 0 && Closes(_tokens[at].Kind); depth--)
        {
            at++;
        }

        _at = at;
        return functions;
    }

    private static string Count(int count, string of) => $"{count.ToString(System.Globalization.CultureInfo.InvariantCulture)} {of}s are";
}
