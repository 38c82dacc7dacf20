using System.Text.Json;
using RnnDsl.Runtime.Tests.Data;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>A direct model on ETTh1 with fewer steps than the recorded run.</summary>
[Trait("Category", "Long")]
[Collection(nameof(ForecastTrainingTests))]
public sealed class ForecastTrainingTests
{
    [DataFact("ett")]
    public void A_day_ahead_forecast_beats_the_naive_and_the_published_errors()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(folder.Path, "forecast", "--modes", "direct", "--history", "48", "--hidden", "32", "--epochs", "2", "--out", folder["run"], "--device", "cpu");
        Assert.True(exitCode == 0, errors);

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var metrics = results.RootElement.GetProperty("metrics");
        var error = metrics.GetProperty("univariateMse24").GetDouble();
        Assert.True(error < 0.11, output);
        Assert.True(error < metrics.GetProperty("univariateSeasonalNaiveMse24").GetDouble(), output);
        Assert.True(error < metrics.GetProperty("univariateNaiveMse24").GetDouble(), output);
        Assert.InRange(metrics.GetProperty("univariateCoverage24").GetDouble(), 0.6, 0.95);
    }
}
