using System.Diagnostics;
using System.Globalization;
using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Gradients;

/// <summary>Vanishing gradients: models before and after training, Elman networks by spectral radius; tables, figure, results.</summary>
internal sealed class GradientsRun(GradientsOptions options)
{
    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        using var run = _folder.Open(resume: false);
        set_num_threads(options.Threads);
        var clock = Stopwatch.StartNew();
        var measurement = new Measurement(options.Lengths, options.Batch, options.Clip, device);
        Show.Line($"Device: {device}");
        Show.Line($"Training: the adding problem over {Show.Count(options.TrainingLength)} steps; validation loss of a constant prediction: 0.1667\n");

        var studies = new List<NetworkStudy>();
        foreach (var network in options.Networks)
        {
            var (study, training) = NetworkStudy.Make(network, options, measurement, device);
            if (study is null)
                return ExitCode.Of(training);
            studies.Add(study);
        }
        var elman = options.Radii.Select(radius => ElmanByRadius.Measure(radius, options, measurement, device)).ToList();

        GradientTables.Print(options, studies, elman);
        GradientFigure.Save(_folder.Figure("gradients"), options, studies, elman);
        Results(studies, elman, device, clock.Elapsed.TotalSeconds).Save(_folder.Results);
        Show.Line($"Saved in {options.Out}: gradients.png, results.json. It took {Show.Count((long)clock.Elapsed.TotalSeconds)} seconds.");
        return ExitCode.Success;
    }

    private RunResults Results(List<NetworkStudy> studies, List<ElmanByRadius> elman, Device device, double seconds)
    {
        var metrics = new Dictionary<string, object>
        {
            ["heldOutMse"] = studies.ToDictionary(static study => study.Network.Name, static study => study.Training.History.Validation[^1].Loss),
            ["spectralRadiiInitial"] = studies.ToDictionary(static study => study.Network.Name, static study => study.Radii.Before),
            ["spectralRadiiTrained"] = studies.ToDictionary(static study => study.Network.Name, static study => study.Radii.After),
        };
        foreach (var (moment, curves) in new (string, Func<NetworkStudy, StateCurves>)[] { ("Initial", static study => study.Initial), ("Trained", static study => study.Trained) })
        {
            metrics["norm" + moment] = ByState(studies, curves, static (curve, state) => curve.Norms(state));
            metrics["share" + moment] = ByState(studies, curves, static (curve, state) => curve.AtStart(state));
            metrics["factor" + moment] = ByState(studies, curves, static (curve, state) => curve.Factor(state));
        }
        metrics["radiusAtRestShare"] = ByRadius(elman, static one => one.ZeroInput.AtStart(ElmanByRadius.State));
        metrics["radiusDrivenShare"] = ByRadius(elman, static one => one.WithInput.AtStart(ElmanByRadius.State));
        metrics["radiusWeightNorm"] = ByRadius(elman, static one => one.Weights.Select(static norm => norm.Before).ToArray());
        metrics["radiusWeightNormClipped"] = ByRadius(elman, static one => one.Weights.Select(static norm => norm.After).ToArray());
        return new()
        {
            Metrics = metrics,
            Command = CommandText.Current(),
            Seed = options.Seed,
            Device = device.ToString(),
            Seconds = seconds,
            Options = options.ToDictionary(),
            Histories = studies.ToDictionary(static study => study.Network.Name, static study => study.Training.History),
        };
    }

    private static Dictionary<string, T> ByState<T>(List<NetworkStudy> studies, Func<NetworkStudy, StateCurves> curves, Func<StateCurves, string, T> value) => studies
        .SelectMany(study => curves(study).States.Select(state => (Name: $"{study.Network.Name}.{char.ToLowerInvariant(state[0])}{state[1..]}", Value: value(curves(study), state))))
        .ToDictionary(static pair => pair.Name, static pair => pair.Value);

    private static Dictionary<string, double[]> ByRadius(List<ElmanByRadius> elman, Func<ElmanByRadius, double[]> value) =>
        elman.ToDictionary(static one => one.ToString(), value);
}
