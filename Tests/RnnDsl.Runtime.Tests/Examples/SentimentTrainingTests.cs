using System.Text.Json;
using RnnDsl.Runtime.Tests.Data;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>One fold of MR, if available.</summary>
[Trait("Category", "Long")]
[Collection(nameof(SentimentTrainingTests))]
public sealed class SentimentTrainingTests
{
    [DataFact("mr")]
    public void The_first_fold_reaches_the_documented_accuracy()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(folder.Path, "sentiment", "--out", folder["run"], "--device", "cpu");
        Assert.True(exitCode == 0, output + errors);
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var metrics = results.RootElement.GetProperty("metrics");
        Assert.InRange(metrics.GetProperty("accuracy").GetDouble(), 0.75, 0.9);
        Assert.InRange(metrics.GetProperty("baselineAccuracy").GetDouble(), 0.74, 0.82);
    }
}
