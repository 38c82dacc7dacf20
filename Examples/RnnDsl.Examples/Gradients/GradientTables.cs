using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Gradients;

/// <summary>Tables of the measurements.</summary>
internal static class GradientTables
{
    public static void Print(GradientsOptions options, IReadOnlyList<NetworkStudy> studies, IReadOnlyList<ElmanByRadius> elman)
    {
        Networks("At initialisation: ‖∂L/∂s‖ at the start of the sequence relative to one step before the end", options, studies, static study => study.Initial, static study => study.Radii.Before);
        Networks($"After {Show.Count(options.Steps)} training steps", options, studies, static study => study.Trained, static study => study.Radii.After);

        Show.Line("\nUntrained Elman networks by spectral radius of the recurrent matrix: the same ratio");
        Show.Line($"{"radius",-8}{"",-12}{"per step",10}" + Heads(options));
        foreach (var one in elman)
        {
            foreach (var (name, curves) in new[] { ("zero input", one.ZeroInput), ("sequences", one.WithInput) })
                Show.Line($"{one,-8}{name,-12}{Factor(curves.Factor(ElmanByRadius.State)),10}" + Cells(curves.AtStart(ElmanByRadius.State)));
        }

        Show.Line($"\nThe same networks with sequences: norm of all weight gradients, before and after clipping at {options.Clip.ToString(CultureInfo.InvariantCulture)}");
        Show.Line($"{"radius",-8}{"",-22}" + Heads(options));
        foreach (var one in elman)
        {
            Show.Line($"{one,-8}{"before",-22}" + Cells(one.Weights.Select(static norm => norm.Before)));
            Show.Line($"{one,-8}{"after",-22}" + Cells(one.Weights.Select(static norm => norm.After)));
        }
        Show.Line();
    }

    private static void Networks(string title, GradientsOptions options, IReadOnlyList<NetworkStudy> studies, Func<NetworkStudy, StateCurves> curves, Func<NetworkStudy, double[]> radii)
    {
        Show.Line($"\n{title}");
        Show.Line($"{"model",-14}{"state",-8}{"per step",10}" + Heads(options) + "   spectral radii");
        foreach (var study in studies)
        {
            var first = true;
            foreach (var state in curves(study).States)
            {
                var line = $"{study.Network.Title,-14}{state,-8}{Factor(curves(study).Factor(state)),10}" + Cells(curves(study).AtStart(state));
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

    /// <summary>Radii with the letters of the gates, in PyTorch's order.</summary>
    private static string Radii(double[] radii)
    {
        var names = radii.Length switch { 1 => "U", 2 => "fc", 3 => "rzn", 4 => "ifgo", _ => new string(' ', radii.Length) };
        return string.Join(", ", radii.Select((radius, gate) => string.Create(CultureInfo.InvariantCulture, $"{names[gate]} {radius:F2}")));
    }
}
