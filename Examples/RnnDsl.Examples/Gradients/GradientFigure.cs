using System.Globalization;
using RnnDsl.Plots;

namespace RnnDsl.Examples.Gradients;

/// <summary>The figure: models before and after training, Elman networks by spectral radius, and clipping.</summary>
internal static class GradientFigure
{
    // Range of the gradient axis; gradients below it have vanished, above it training diverges.
    private const double Lowest = 1e-20;
    private const double Highest = 1e20;

    /// <summary>The grey of <see cref="LogCurves"/>, for legend entries that hold for all colours.</summary>
    private const int Grey = 6;

    public static void Save(string path, GradientsOptions options, IReadOnlyList<NetworkStudy> studies, IReadOnlyList<ElmanByRadius> elman)
    {
        const string Distance = "distance T − t from the end, steps";
        const string Share = "gradient norm, relative to the last step";
        LogCurves.Save(
            path,
            new LogCurves.Panel("Gradient at initialisation", Distance, Share, Networks(studies, static study => study.Initial))
            {
                Range = (Lowest, 100),
            },
            new LogCurves.Panel(string.Create(CultureInfo.InvariantCulture, $"Gradient after {options.Steps:N0} steps of training"), Distance, Share, Networks(studies, static study => study.Trained))
            {
                Range = (Lowest, 100),
            },
            new LogCurves.Panel("Elman network by the spectral radius ρ of U", Distance, Share, Radii(elman))
            {
                Range = (1e-60, Highest),
            },
            new LogCurves.Panel("Gradient of all weights, before and after clipping", "sequence length T", "‖∂L/∂W‖", Clipping(options, elman))
            {
                LogarithmicTicks = [.. options.Lengths.Select(static length => (double)length)],
            });
    }

    private static LogCurves.Curve[] Networks(IReadOnlyList<NetworkStudy> studies, Func<NetworkStudy, StateCurves> curves) =>
    [
        .. studies.SelectMany((study, colour) => curves(study).States.Select((state, i) => new LogCurves.Curve(
            i == 0 ? study.Network.Title : $"{study.Network.Title}: {state.ToLowerInvariant()} state",
            colour,
            curves(study).RelativeNorms(state),
            i == 0 ? LogCurves.Look.Line : LogCurves.Look.Dashed))),
    ];

    private static LogCurves.Curve[] Radii(IReadOnlyList<ElmanByRadius> elman) =>
    [
        .. elman.Select(static (one, colour) => new LogCurves.Curve($"ρ = {one}", colour, one.WithInput.RelativeNorms(ElmanByRadius.State))),
        .. elman.Select(static (one, colour) => new LogCurves.Curve(null, colour, one.ZeroInput.RelativeNorms(ElmanByRadius.State), LogCurves.Look.Dashed)),
        Note("zero input: ρ to the power T − t"),
    ];

    private static LogCurves.Curve[] Clipping(GradientsOptions options, IReadOnlyList<ElmanByRadius> elman)
    {
        return
        [
            .. elman.Select((one, colour) => new LogCurves.Curve($"ρ = {one}", colour, Points(one, static norm => norm.Before), LogCurves.Look.Points)),
            .. elman.Select((one, colour) => new LogCurves.Curve(null, colour, Points(one, static norm => norm.After), LogCurves.Look.Dashed)),
            Note(string.Create(CultureInfo.InvariantCulture, $"clipped at {options.Clip}")),
        ];

        (double, double)[] Points(ElmanByRadius one, Func<(double Before, double After), double> norm) =>
            [.. options.Lengths.Zip(one.Weights, (length, norms) => ((double)length, norm(norms)))];
    }

    /// <summary>A legend entry for the dashed lines, without a curve.</summary>
    private static LogCurves.Curve Note(string text) => new(text, Grey, [], LogCurves.Look.Dashed);
}
