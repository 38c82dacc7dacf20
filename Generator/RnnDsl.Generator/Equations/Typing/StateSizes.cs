using System.Globalization;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Parses <c>States</c>, <c>Values</c> and <c>Inputs</c>: <c>"s: context, m: 16"</c>.</summary>
internal static class StateSizes
{
    /// <param name="text">States, or values, and sizes, separated by commas; a size is a number or a name.</param>
    /// <param name="refuse">Receives the errors with their spans.</param>
    /// <param name="hasNumbers">Whether an entry without a size is one number.</param>
    public static Dictionary<string, StateSize> Read(string? text, Action<Span, string> refuse, bool hasNumbers = false)
    {
        var sizes = new Dictionary<string, StateSize>(StringComparer.Ordinal);
        var start = 0;
        foreach (var part in (text ?? "").Split(','))
        {
            var entry = part.Trim();
            var span = new Span(start + part.IndexOf(entry, StringComparison.Ordinal), entry.Length);
            start += part.Length + 1;
            if (entry.Length > 0)
            {
                Read(entry, span, sizes, refuse, hasNumbers);
            }
        }

        return sizes;
    }

    private static void Read(string entry, Span span, Dictionary<string, StateSize> sizes, Action<Span, string> refuse, bool hasNumbers)
    {
        var split = entry.IndexOf(':');
        var size = split < 0 ? "" : entry.Substring(split + 1).Trim();
        var written = split < 0 ? entry : entry.Substring(0, split).Trim();
        var isNumber = hasNumbers && split < 0;
        if (ReadName(written) is not { } name || (split < 0 && !isNumber))
        {
            refuse(span, $"'{entry}' is no name and its size; write them as in \"s: 40\" or \"s: context\"");
            return;
        }

        // size x keys and size * keys are size × keys: a name has no blanks.
        var factors = isNumber ? [] : size.Replace(" x ", "×").Replace('*', '×').Split('×').Select(factor => factor.Trim()).ToList();
        if (factors.Count > 2)
        {
            refuse(span, $"'{entry}' has {factors.Count} sizes; a vector has one, and a matrix two, as in \"C: size × 16\"");
            return;
        }

        if (factors.Count == 2 && hasNumbers)
        {
            refuse(span, $"an input is a vector, with one size, and '{entry}' has two");
            return;
        }

        var lengths = new List<CellLength>();
        foreach (var factor in factors)
        {
            if (ReadSize(factor, entry, span, isOfMatrix: factors.Count == 2, refuse) is not { } read)
            {
                return;
            }

            lengths.Add(read);
        }

        var length = isNumber ? CellLength.Of(1) : lengths.Count == 2 ? CellLength.Product(lengths[0], lengths[1]) : lengths[0];
        if (sizes.ContainsKey(name.Key))
        {
            refuse(span, $"'{name.Display}' has a size already; remove one of the two");
        }
        else
        {
            sizes.Add(name.Key, new StateSize(name, length, span, new Span(span.Start, written.Length)) { IsNumber = isNumber, Matrix = lengths.Count == 2 ? (lengths[0], lengths[1]) : null });
        }
    }

    private static CellLength? ReadSize(string size, string entry, Span span, bool isOfMatrix, Action<Span, string> refuse)
    {
        if (size.Length > 0 && size.All(c => c is >= '0' and <= '9'))
        {
            if (!int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1)
            {
                refuse(span, $"a size is a number from 1 to {int.MaxValue}, and '{entry}' has {size}");
                return null;
            }

            return CellLength.Of(number);
        }

        if (isOfMatrix && size is CellLength.HiddenPart or CellLength.FeaturesPart)
        {
            return CellLength.Of(size);
        }

        if (!Identifiers.IsName(size) || !size.All(c => c < 128) || size is CellLength.HiddenPart or CellLength.FeaturesPart)
        {
            refuse(span, $"'{size}' in '{entry}' is no size; write a number, or a name for the layer to give, other than 'size' and 'features', which are the cell's own");
            return null;
        }

        return CellLength.Of(size);
    }

    /// <summary>The name of a state, with or without its time; null if it is not a state.</summary>
    public static CellName? ReadName(string text)
    {
        var diagnostics = new EquationDiagnostics();
        var tokens = Lexer.Read(text, diagnostics);
        return tokens.Count == 2 && diagnostics.List.Count == 0 ? tokens[0].Name : null;
    }
}

/// <summary>An entry of <c>States</c>, <c>Values</c> or <c>Inputs</c>.</summary>
/// <param name="Name">The state.</param>
/// <param name="Size">Its size.</param>
/// <param name="Span">The span of the entry.</param>
/// <param name="NameSpan">The span of the name.</param>
internal sealed record StateSize(CellName Name, CellLength Size, Span Span, Span NameSpan)
{
    /// <summary>The sizes of a matrix; null for a vector.</summary>
    public (CellLength Rows, CellLength Columns)? Matrix { get; init; }

    /// <summary>Whether it is one number, and no vector.</summary>
    public bool IsNumber { get; init; }
}
