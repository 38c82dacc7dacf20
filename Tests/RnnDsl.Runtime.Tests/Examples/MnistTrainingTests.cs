using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>A part of an epoch of MNIST, if available.</summary>
[Trait("Category", "Long")]
[Collection(nameof(MnistTrainingTests))]
public sealed class MnistTrainingTests
{
    [Fact]
    public void Two_hundred_steps_recognise_nine_of_ten_test_images()
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
