using System.Globalization;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Equations.Typing;

/// <summary>Reads what <c>States</c> says: <c>"s: context, m: 16"</c>.</summary>
internal static class StateSizes
{
    /// <param name="text">State and size, several apart by commas; a size is a number or a name.</param>
    /// <param name="refuse">Is told what cannot be read, and why.</param>
    public static Dictionary<string, CellLength> Read(string? text, Action<string> refuse)
    {
        var sizes = new Dictionary<string, CellLength>(StringComparer.Ordinal);
        foreach (var entry in (text ?? "").Split(',').Select(entry => entry.Trim()).Where(entry => entry.Length > 0))
        {
            var split = entry.IndexOf(':');
            var size = split < 0 ? "" : entry.Substring(split + 1).Trim();
            var name = ReadName(split < 0 ? entry : entry.Substring(0, split).Trim());
            if (name is null || split < 0)
            {
                refuse($"'{entry}' cannot be read; write a state and its size, as in \"s: 40\" or \"s: context\"");
            }
            else if (int.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            {
                if (number < 1)
                {
                    refuse($"a size is at least 1, and '{entry}' says {size}");
                }

                sizes[name.Key] = CellLength.Of(Math.Max(number, 1));
            }
            else if (!Identifiers.IsName(size) || !size.All(c => c < 128) || size is CellLength.HiddenPart or CellLength.FeaturesPart)
            {
                refuse($"'{size}' in '{entry}' is no size; write a number, or a name for the layer to give, other than 'size' and 'features', which are the cell's own");
            }
            else
            {
                sizes[name.Key] = CellLength.Of(size);
            }
        }

        return sizes;
    }

    /// <summary>A state's name as it may be written, with or without its time; null where it is none.</summary>
    public static CellName? ReadName(string text)
    {
        var findings = new EquationFindings();
        var tokens = Lexer.Read(text, findings);
        return tokens.Count == 2 && findings.List.Count == 0 ? tokens[0].Name : null;
    }
}
