using System.Globalization;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Parsing;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>
/// Names for the values of a step, as C# writes them. An emitted loop makes further names of them, by what it puts before and behind; none of those
/// is given out.
/// </summary>
internal sealed class CellNames(IEnumerable<string> sizes)
{
    private static readonly char[] Digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

    private readonly HashSet<string> _taken = new(sizes.Concat(ScopeNames.Loop), StringComparer.OrdinalIgnoreCase);

    /// <summary>A free name like the one that is wanted: h_tilde becomes hTilde.</summary>
    public string Reserve(string key)
    {
        var name = Identifiers.ToCamelCase(Identifiers.ToPascalCase(key));
        if (ScopeNames.LoopPrefixes.Any(part => name.StartsWith(part, StringComparison.OrdinalIgnoreCase)))
        {
            name = "the" + Identifiers.ToPascalCase(name);
        }

        // Gates that lie side by side are named together, as iAndF.
        name = name.Replace(ScopeNames.LoopConjunction, ScopeNames.LoopConjunction.ToLowerInvariant());
        if (ScopeNames.LoopSuffixes.Any(part => name.TrimEnd(Digits).EndsWith(part, StringComparison.OrdinalIgnoreCase)) || Identifiers.IsKeyword(name))
        {
            name += "Value";
        }

        var free = name;
        for (var number = 2; !_taken.Add(free); number++)
        {
            free = name + number.ToString(CultureInfo.InvariantCulture);
        }

        return free;
    }
}
