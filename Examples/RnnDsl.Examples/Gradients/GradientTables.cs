using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Gradients;

/// <summary>What was measured, in tables.</summary>
internal static class GradientTables
{
    public static void Print(GradientsOptions options, IReadOnlyList<NetworkStudy> studies, IReadOnlyList<ElmanByRadius> elman)
    {
        Networks("At initialisation: how much of ∂L/∂s one step from the end is left T steps from it", options, studies, static study => study.Initial, static study => study.Radii.Before);
        Networks($"After {Show.Count(options.Steps)} training steps", options, studies, static study => study.Trained, static study => study.Radii.After);

        Show.Line("\nElman networks by the spectral radius of their recurrent matrix, untrained: the same share");
        Show.Line($"{"radius",-8}{"",-10}{"a step",8}" + Heads(options));
        foreach (var one in elman)
        {
            foreach (var (name, curves) in new[] { ("at rest", one.AtRest), ("driven", one.Driven) })
                Show.Line($"{one,-8}{name,-10}{Factor(curves.Factor(ElmanByRadius.State)),8}" + Cells(curves.Arriving(ElmanByRadius.State)));
        }

        Show.Line($"\nThe same networks, driven: the norm of all weights' gradients, and after clipping it at {options.Clip.ToString(CultureInfo.InvariantCulture)}");
        Show.Line($"{"radius",-8}{"",-18}" + Heads(options));
        foreach (var one in elman)
        {
            Show.Line($"{one,-8}{"before",-18}" + Cells(one.Weights.Select(static norm => norm.Before)));
            Show.Line($"{one,-8}{"after",-18}" + Cells(one.Weights.Select(static norm => norm.After)));
        }
        Show.Line();
    }

    private static void Networks(string title, GradientsOptions options, IReadOnlyList<NetworkStudy> studies, Func<NetworkStudy, StateCurves> curves, Func<NetworkStudy, double[]> radii)
    {
        Show.Line($"\n{title}");
        Show.Line($"{"network",-14}{"state",-8}{"a step",8}" + Heads(options) + "   spectral radii");
        foreach (var study in studies)
        {
            var first = true;
            foreach (var state in curves(study).States)
            {
                var line = $"{study.Network.Title,-14}{state,-8}{Factor(curves(study).Factor(state)),8}" + Cells(curves(study).Arriving(state));
                Show.Line(first && radii(study) is { Length: > 0 } all ? $"{line}   {Radii(all)}" : line);
                first = false;
            }
        }
    }

    private static string Heads(GradientsOptions options) =>
        string.Concat(options.Lengths.Select(static length => string.Create(CultureInfo.InvariantCulture, $"{"T = " + Show.Count(length),10}")));

    private static string Cells(IEnumerable<double> values) => string.Concat(values.Select(static value => $"{Number(value),10}"));

    private static string Number(double value) => value switch
    {
        0 => "0",
        double.PositiveInfinity => "∞",
        >= 0.001 and < 1000 => value.ToString("G3", CultureInfo.InvariantCulture),
        _ => value.ToString("0.0e0", CultureInfo.InvariantCulture),
    };

    private static string Factor(double factor) => double.IsPositiveInfinity(factor) ? "∞" : factor.ToString("F3", CultureInfo.InvariantCulture);

    /// <summary>With the gates' letters, in PyTorch's order.</summary>
    private static string Radii(double[] radii)
    {
        var names = radii.Length switch { 1 => "U", 2 => "fc", 3 => "rzn", 4 => "ifgo", _ => new string(' ', radii.Length) };
        return string.Join(", ", radii.Select((radius, gate) => string.Create(CultureInfo.InvariantCulture, $"{names[gate]} {radius:F2}")));
    }
}
