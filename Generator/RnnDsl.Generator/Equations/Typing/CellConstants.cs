using System.Globalization;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Reads <c>Constants</c>: <c>"Δt = 0.1, γ = 2"</c>. A constant is an equation of a number.</summary>
internal static class CellConstants
{
    /// <param name="text">Names and numbers, separated by commas; null for none.</param>
    /// <param name="refuse">Receives the errors with their spans.</param>
    public static IReadOnlyList<CellConstant> Read(string? text, Action<Span, string> refuse)
    {
        var constants = new List<CellConstant>();
        var start = 0;
        foreach (var part in (text ?? "").Split(','))
        {
            var entry = part.Trim();
            var span = new Span(start + part.IndexOf(entry, StringComparison.Ordinal), entry.Length);
            start += part.Length + 1;
            if (entry.Length == 0)
            {
                continue;
            }

            var split = entry.IndexOf('=');
            var (name, number) = split < 0 ? (entry, "") : (entry.Substring(0, split).Trim(), entry.Substring(split + 1).Trim());
            if (StateSizes.ReadName(name) is not { } read || EquationFunction.Find(read.Key) is not null
                || !double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || double.IsNaN(value) || double.IsInfinity(value))
            {
                refuse(span, $"'{entry}' is no name and its number; write them as in \"Δt = 0.1, γ = 2\"");
            }
            else if (constants.Exists(other => other.Name == read))
            {
                refuse(span, $"'{read.Display}' has a number already; remove one of the two");
            }
            else
            {
                constants.Add(new CellConstant(read, value, span));
            }
        }

        return constants;
    }

    /// <summary>The text of constants of which some have other numbers.</summary>
    public static string With(IReadOnlyList<CellConstant> constants, IReadOnlyList<CellConstant> others) => string.Join(", ", constants.Select(constant =>
        $"{constant.Name.Display} = {(others.FirstOrDefault(other => other.Name == constant.Name) ?? constant).Value.ToString("R", CultureInfo.InvariantCulture)}"));

    /// <summary>Why the equations cannot have a constant; null if they can.</summary>
    public static string? Refusal(CellConstant constant, IEnumerable<Equation> equations, CellNotation notation)
    {
        var name = constant.Name;
        if (notation.IsInput(name.Key) || equations.Any(equation => equation.Target.Name == name))
        {
            return $"'{name.Display}' is {(notation.IsInput(name.Key) ? "the input" : "defined by an equation")}; give one of the two another name";
        }

        if (notation.Scalars.Contains(name.Key))
        {
            return $"'{name.Display}' is a parameter, by [CellParameter]; remove one of the two";
        }

        var read = equations.SelectMany(equation => Expressions.Names(equation.Value)).Where(read => read.Name == name).ToList();
        return read.Count == 0 ? $"no equation reads '{name.Display}'"
            : read.Exists(value => value.Time is TimeIndex.Previous or TimeIndex.Other) ? $"'{name.Display}' is read at another step, and a constant is the same at every step"
            : null;
    }
}

/// <summary>A constant of a cell.</summary>
/// <param name="Name">Its name in the equations.</param>
/// <param name="Value">Its number.</param>
/// <param name="Span">The span of the entry.</param>
internal sealed record CellConstant(CellName Name, double Value, Span Span)
{
    /// <summary>The equation that defines it.</summary>
    public Equation Equation => new(new NameExpression(default, Name, TimeIndex.None), new NumberExpression(default, Value));
}
