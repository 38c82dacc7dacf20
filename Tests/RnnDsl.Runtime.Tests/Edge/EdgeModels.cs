using System.Globalization;
using System.Text.Json;
using RnnDsl.Examples.Shakespeare;
using RnnDsl.Runtime.Tests.Examples;
using RnnDsl.Text;
using RnnDsl.Weights;
using TorchSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Edge;

/// <summary>The files of two models: a character model with random weights, and a forecaster of two series as the examples train it.</summary>
internal sealed class EdgeModels : IDisposable
{
    public const int Hidden = 24;

    private readonly TemporaryFolder _folder = new();

    public EdgeModels()
    {
        const int Characters = 40;
        torch.random.manual_seed(11);
        using (var model = new CharLstm(Characters))
            model.SaveSafetensors(TextWeights);
        CharacterVocabulary.FromText(string.Concat(Enumerable.Range('A', Characters).Select(static letter => (char)letter))).Save(Vocabulary);

        File.WriteAllLines(_folder["series.csv"], Enumerable.Range(0, 120).Select(Line).Prepend("load,temperature"));
        var (exitCode, _, errors) = SharedExampleProcess.Run(
            _folder.Path,
            [
                "forecast", "--data", _folder["series.csv"], "--column", "load", "--features", "multivariate", "--modes", "recursive", "--level", "none", "--quantiles", "none",
                "--hidden", Hidden.ToString(CultureInfo.InvariantCulture), "--history", "12", "--horizons", "2", "--season", "4", "--epochs", "1", "--device", "cpu", "--out", _folder["run"],
            ]);
        Assert.True(exitCode == 0, errors);
        SeriesWeights = Directory.GetFiles(_folder["run"], "weights.safetensors", SearchOption.AllDirectories)[0];
        using var settings = JsonDocument.Parse(File.ReadAllText(Settings));
        var scaling = settings.RootElement.GetProperty("scaling");
        (Means, Deviations) = (scaling.GetProperty("means").Deserialize<double[]>()!, scaling.GetProperty("deviations").Deserialize<double[]>()!);
    }

    public string Folder => _folder.Path;

    public string TextWeights => _folder["text.safetensors"];

    public string Vocabulary => _folder["vocabulary.json"];

    public string SeriesWeights { get; }

    public string Settings => _folder["run/settings.json"];

    /// <summary>Of the two series.</summary>
    public double[] Means { get; }

    public double[] Deviations { get; }

    /// <summary>The values of a time step as a line.</summary>
    public static string Line(int step) => string.Create(CultureInfo.InvariantCulture, $"{Values(step)[0]:R},{Values(step)[1]:R}");

    public static double[] Values(int step) => [3 + Math.Sin(0.1 * step), -20 + (step % 7)];

    public void Dispose() => _folder.Dispose();
}
