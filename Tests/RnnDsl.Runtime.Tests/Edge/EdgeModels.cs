using System.Globalization;
using System.Text.Json;
using RnnDsl.Runtime.Tests.Examples;
using Xunit;

namespace RnnDsl.Runtime.Tests.Edge;

/// <summary>The files of two models as the examples train them, in a process of their own: a character model, and a forecaster of two series.</summary>
internal sealed class EdgeModels : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public EdgeModels()
    {
        Train(ShortPlay.Options(_folder, "text", steps: 4));
        TextWeights = Weights("text");
        File.WriteAllLines(_folder["series.csv"], Enumerable.Range(0, 120).Select(Line).Prepend("load,temperature"));
        Train(
            "forecast", "--data", _folder["series.csv"], "--column", "load", "--features", "multivariate", "--modes", "recursive", "--level", "none", "--quantiles", "none",
            "--hidden", "24", "--history", "12", "--horizons", "2", "--season", "4", "--epochs", "1", "--device", "cpu", "--out", _folder["run"]);
        SeriesWeights = Weights("run");
        using var settings = JsonDocument.Parse(File.ReadAllText(Settings));
        var scaling = settings.RootElement.GetProperty("scaling");
        (Means, Deviations) = (scaling.GetProperty("means").Deserialize<double[]>()!, scaling.GetProperty("deviations").Deserialize<double[]>()!);
    }

    public string Folder => _folder.Path;

    public string TextWeights { get; }

    public string Vocabulary => _folder["text/vocabulary.json"];

    public string SeriesWeights { get; }

    public string Settings => _folder["run/settings.json"];

    /// <summary>Of the two series.</summary>
    public double[] Means { get; }

    public double[] Deviations { get; }

    /// <summary>The values of a time step as a line.</summary>
    public static string Line(int step) => string.Create(CultureInfo.InvariantCulture, $"{Values(step)[0]:R},{Values(step)[1]:R}");

    public static double[] Values(int step) => [3 + Math.Sin(0.1 * step), -20 + (step % 7)];

    public void Dispose() => _folder.Dispose();

    private void Train(params string[] arguments)
    {
        var (exitCode, _, errors) = SharedExampleProcess.Run(_folder.Path, arguments);
        Assert.True(exitCode == 0, errors);
    }

    private string Weights(string run) => Directory.GetFiles(_folder[run], "weights.safetensors", SearchOption.AllDirectories)[0];
}
