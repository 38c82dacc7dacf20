using System.Globalization;
using RnnDsl.Generator.Common;
using RnnDsl.Generator.Lowering.Cells;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>
/// Unique names for the values of a step. None is a name that a target uses, or makes of another one.
/// </summary>
internal sealed class CellNames(ValueNames reserved, IEnumerable<string> sizes)
{
    private static readonly char[] Digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

    private readonly HashSet<string> _taken = new(sizes.Concat(reserved.Taken), StringComparer.OrdinalIgnoreCase);

    /// <summary>A unique name similar to the given one: h_tilde becomes hTilde.</summary>
    public string Reserve(string key)
    {
        var name = Identifiers.ToLocal(key);
        if (reserved.Prefixes.Any(part => name.StartsWith(part, StringComparison.OrdinalIgnoreCase)))
        {
            name = "the" + Identifiers.ToPascalCase(name);
        }

        // Gates that lie side by side are named together, as iAndF.
        name = name.Replace(reserved.Conjunction, reserved.Conjunction.ToLowerInvariant());
        if (reserved.Suffixes.Any(part => name.TrimEnd(Digits).EndsWith(part, StringComparison.OrdinalIgnoreCase)) || Identifiers.IsKeyword(name))
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
