using System.Text.Json;
using RnnDsl.Runtime.Tests.Data;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Speech recognition from waveform to digits.</summary>
[Trait("Category", "Long")]
[Collection(nameof(SpeechTrainingTests))]
public sealed class SpeechTrainingTests
{
    [DataFact("fsdd")]
    public void Label_error_rate_is_below_10_percent_after_500_steps()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(folder.Path, "speech", "--out", folder["run"], "--steps", "500", "--test", "200", "--validation", "20", "--device", "cpu");
        Assert.True(exitCode == 0, errors);
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        Assert.True(results.RootElement.GetProperty("metrics").GetProperty("labelErrorRate").GetDouble() < 0.1, output);
    }
}
