using System.Globalization;
using RnnDsl.Generator.Common;

namespace RnnDsl.Generator.Lowering.Equations;

/// <summary>
/// Names for the values of a step, as C# writes them. An emitted loop makes further names of them, by what it puts before and behind; none of those
/// is given out.
/// </summary>
internal sealed class CellNames(IEnumerable<string> sizes)
{
    private static readonly string[] Before = ["all", "initial", "raw", "number"];

    private static readonly string[] Behind =
        ["Gradient", "Gradients", "GradientAfter", "Slope", "Given", "Raw", "At", "Passed", "Turned", "Mean", "Scale", "Fresh", "Kept", "Size"];

    private readonly HashSet<string> _taken = new(
        sizes.Concat(
        [
            "steps", "batch", "size", "features", "one", "minusOne", "half", "t", "given", "context", "gradients", "saved", "scope", "free", "projected", "mask",
            "dropped", "torch", "nn", "forward", "backward", "name", "projectedGradient",
        ]),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>A free name like the one that is wanted: h_tilde becomes hTilde.</summary>
    public string Reserve(string key)
    {
        var name = Identifiers.ToCamelCase(Identifiers.ToPascalCase(key));
        if (Before.Any(part => name.StartsWith(part, StringComparison.OrdinalIgnoreCase)))
        {
            name = "the" + Identifiers.ToPascalCase(name);
        }

        if (Behind.Any(part => name.EndsWith(part, StringComparison.OrdinalIgnoreCase)) || Identifiers.IsKeyword(name))
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
