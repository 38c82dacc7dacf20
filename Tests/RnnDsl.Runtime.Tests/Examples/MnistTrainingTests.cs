using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>A part of an epoch of MNIST, if available.</summary>
[Trait("Category", "Long")]
[Collection(nameof(MnistTrainingTests))]
public sealed class MnistTrainingTests
{
    [Fact]
    public void Test_accuracy_exceeds_90_percent_after_200_steps()
    {
        if (Environment.GetEnvironmentVariable("RNNDSL_DATA") is not { Length: > 0 })
            return;
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(folder.Path, "mnist", "--limit", "12800", "--batch", "64", "--epochs", "1", "--out", folder["run"], "--device", "cpu");
        Assert.True(exitCode == 0, errors);

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var accuracy = results.RootElement.GetProperty("metrics").GetProperty("testAccuracy").GetDouble();
        Assert.True(accuracy > 0.9, output);
    }
}
