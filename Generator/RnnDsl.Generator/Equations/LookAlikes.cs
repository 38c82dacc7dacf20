using System.Globalization;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations;

/// <summary>Cyrillic and Greek letters that look like Latin ones: х_t is not x_t, although it looks the same.</summary>
internal static class LookAlikes
{
    private const string Others = "асԁеһіјорԛѕԝхуАВСЕНІЈКМОРԚЅТԜХУΑΒΕΖΗΙΚΜΝΟΡΤΥΧο";

    private const string Latin = "acdehijopqswxyABCEHIJKMOPQSTWXYABEZHIKMNOPTYXo";

    private static readonly char[] OtherLetters = Others.ToCharArray();

    /// <summary>The text in Latin letters, and the first letter that is not Latin; null if all are.</summary>
    public static LookAlike? Of(string text)
    {
        var first = text.IndexOfAny(OtherLetters);
        return first < 0 ? null : new LookAlike(
            string.Concat(text.Select(letter => Others.IndexOf(letter) is >= 0 and var at ? Latin[at] : letter)),
            text.Substring(first, 1),
            "U+" + ((int)text[first]).ToString("X4", CultureInfo.InvariantCulture));
    }

    /// <summary>Reports every name that looks like another one of the cell, and replaces it, so that it is not a further error.</summary>
    public static EquatableArray<Equation> Replace(EquatableArray<Equation> equations, string text, EquationDiagnostics diagnostics)
    {
        // Most texts have no such letters, and the text is lexed again at every keystroke.
        if (text.IndexOfAny(OtherLetters) < 0)
        {
            return equations;
        }

        var names = equations.SelectMany(equation => Expressions.Names(equation.Value).Prepend(equation.Target)).ToList();
        var replacements = new Dictionary<string, CellName>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            // A LaTeX command is compared by its name.
            var written = text.Substring(name.Span.Start, name.Span.Length);
            if (replacements.ContainsKey(name.Name.Key) || Of(name.Name.Display) is not { } alike || !written.Contains(alike.Letter))
            {
                continue;
            }

            var meant = alike.Latin is "x" or "h" ? new CellName(alike.Latin, alike.Latin) : names.Select(other => other.Name).FirstOrDefault(other => other.Display == alike.Latin);
            if (meant is not null)
            {
                replacements.Add(name.Name.Key, meant);
            }
        }

        if (replacements.Count == 0)
        {
            return equations;
        }

        foreach (var name in names)
        {
            if (replacements.TryGetValue(name.Name.Key, out var replacement) && Of(name.Name.Display) is { } alike)
            {
                var meant = replacement.At(name.Time);
                diagnostics.AddWithFix(EquationMistake.LooksAlike, name.Span, meant, name.Name.At(name.Time), meant, alike.Letter, alike.CodePoint);
            }
        }

        return equations.Select(equation => new Equation(Read(equation.Target), Expressions.WithNames(equation.Value, Read))).ToEquatableArray();

        NameExpression Read(NameExpression name) => replacements.TryGetValue(name.Name.Key, out var meant) ? name with { Name = meant } : name;
    }
}

/// <summary>A text with letters that look like Latin ones.</summary>
/// <param name="Latin">The text in Latin letters.</param>
/// <param name="Letter">The first letter that is not Latin.</param>
/// <param name="CodePoint">Its code point in Unicode notation.</param>
internal sealed record LookAlike(string Latin, string Letter, string CodePoint);
