using System.Globalization;
using System.Text;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>Time indices without a subscript, as in copied text: ht for h_t, ht-1 for h_{t-1}, Wxt for W · x_t.</summary>
internal sealed class PlainTimes
{
    private const int MostExamples = 4;

    private readonly string _text;
    private readonly HashSet<string> _targets;

    /// <summary>Whether the output is called ht: then every name of one letter and a t has a time index.</summary>
    private readonly bool _outputIsPlain;

    /// <summary>The name as written and as intended, in the order of the text.</summary>
    private readonly SortedDictionary<int, (Span Span, string Meant)> _replaced = [];

    /// <summary>Whether a name cannot be a parameter: x or h, or a name followed by -1.</summary>
    private bool _isCertain;

    private PlainTimes(EquatableArray<Equation> equations, string text)
    {
        _text = text;
        _targets = new HashSet<string>(equations.Select(equation => equation.Target.Name.Key), StringComparer.Ordinal);
        _outputIsPlain = _targets.Contains("ht") && !_targets.Contains("h");
    }

    /// <summary>Reports such names, once per cell, and replaces them, so that they are not further errors.</summary>
    public static EquatableArray<Equation> Replace(EquatableArray<Equation> equations, string text, EquationDiagnostics diagnostics)
    {
        var times = new PlainTimes(equations, text);
        var meant = equations.Select(equation => new Equation(times.Target(equation.Target), times.Read(equation.Value))).ToEquatableArray();
        if (!times._isCertain)
        {
            return equations;
        }

        var places = times._replaced.Values.ToList();
        var pairs = places.Select(place => $"{place.Meant} for '{text.Substring(place.Span.Start, place.Span.Length)}'").Distinct().ToList();
        var advice = "write " + string.Join(", ", pairs.Take(MostExamples)) + (pairs.Count > MostExamples ? ", and so for every other name" : "");
        if (times._outputIsPlain)
        {
            diagnostics.Add(EquationMistake.NoOutput, equations.First(equation => equation.Target.Name.Key == "ht").Target.Span, "h_t", $"'_' stands before the time: {advice}.");
        }
        else
        {
            diagnostics.Add(EquationMistake.CannotBeRead, places[0].Span, "'_' stands before the time; " + advice);
        }

        return meant;
    }

    private NameExpression Target(NameExpression target) => TimedName(target, target.Name.Display.Normalize(NormalizationForm.FormKC)) is { } meant
        ? Replaced(target, meant, meant.Name.At(meant.Time))
        : target;

    private Expression Read(Expression expression) => expression switch
    {
        NameExpression name => Meant(name),
        // The left operand of · is a matrix, which may be called W_{xt}, written Wxt.
        BinaryExpression { Operator: BinaryOperator.Product, Left: NameExpression } product => product with { Right = Read(product.Right) },
        _ => Expressions.WithParts(expression, Read),
    };

    private Expression Meant(NameExpression name)
    {
        var letters = name.Name.Display.Normalize(NormalizationForm.FormKC);
        if (TimedName(name, letters) is { } timed)
        {
            return Replaced(name, timed, timed.Name.At(timed.Time));
        }

        if (letters.Length < 3 || !char.IsUpper(letters[0]) || TimedName(name, letters.Substring(1)) is not { } factor)
        {
            return name;
        }

        var matrix = new NameExpression(name.Span, CellName.Of(letters.Substring(0, 1), [], 0), TimeIndex.None);
        return Replaced(name, new BinaryExpression(name.Span, BinaryOperator.Product, new Span(name.Span.Start, 0), matrix, factor), $"{letters[0]} · {factor.Name.At(factor.Time)}");
    }

    /// <summary>The intended name of letters that end in t; null if they may be a name themselves.</summary>
    private NameExpression? TimedName(NameExpression name, string letters)
    {
        if (name is { Time: not TimeIndex.None } or { IsBroken: true } || letters.Length < 2 || letters[letters.Length - 1] != 't')
        {
            return null;
        }

        var stem = CellName.Of(letters.Substring(0, letters.Length - 1), [], 0);
        var isMeant = IsOneLetter(stem.Display) && (_targets.Contains(name.Name.Key) || _targets.Contains(CellName.Of(letters, [], 0).Key)
            ? _outputIsPlain
            : stem.Key is "x" or "h" || _targets.Contains(stem.Key));
        return isMeant ? name with { Name = stem, Time = HasMinusOne(name.Span) ? TimeIndex.Previous : TimeIndex.Now } : null;
    }

    private T Replaced<T>(NameExpression name, T meant, string printed)
        where T : Expression
    {
        var hasMinusOne = HasMinusOne(name.Span);
        _replaced[name.Span.Start] = (hasMinusOne ? name.Span with { Length = name.Span.Length + 2 } : name.Span, printed);
        _isCertain |= hasMinusOne || name.Name.Key is "xt" or "ht" || meant is BinaryExpression { Right: NameExpression { Name.Key: "x" or "h" } };
        return meant;
    }

    /// <summary>Whether -1 follows a name without spaces.</summary>
    private bool HasMinusOne(Span name) =>
        name.End + 1 < _text.Length && Lexer.IsMinus(_text[name.End]) && _text[name.End + 1] == '1'
        && (name.End + 2 == _text.Length || !(char.IsLetterOrDigit(_text[name.End + 2]) || _text[name.End + 2] == '.'));

    private static bool IsOneLetter(string letters)
    {
        var plain = letters.Normalize(NormalizationForm.FormD);
        return char.IsLetter(plain[0]) && plain.Skip(1).All(c => CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark);
    }
}
