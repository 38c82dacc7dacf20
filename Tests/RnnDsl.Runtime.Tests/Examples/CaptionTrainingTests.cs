using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Captioning of generated digits: without working attention hardly any caption is right.</summary>
[Trait("Category", "Long")]
[Collection(nameof(CaptionTrainingTests))]
public sealed class CaptionTrainingTests
{
    [Fact]
    public void Half_of_the_captions_are_correct_after_partial_training()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(
            folder.Path, "caption", "--steps", "1500", "--out", folder["run"], "--test", "300", "--validation", "100", "--device", "cpu");
        Assert.True(exitCode == 0, output + errors);

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var metrics = results.RootElement.GetProperty("metrics");
        Assert.True(metrics.GetProperty("exactMatch").GetDouble() > 0.5, output);
        Assert.InRange(metrics.GetProperty("mostFrequentCaption").GetDouble(), 0, 0.05);
    }
}
