using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Tones learned in earnest, the whole way from sound to digits; two speakers' tones are harder than speech, and take longer.</summary>
[Trait("Category", "Long")]
public sealed class SpeechTrainingTests
{
    [Fact]
    public void A_thousand_steps_lead_from_saying_only_blanks_to_most_digits()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(
            folder.Path, "speech", "--data", TonesFile.Write(folder), "--out", folder["run"], "--steps", "1000", "--hidden", "64", "--learning-rate", "0.003", "--warmup", "100", "--test", "100", "--validation", "20", "--device", "cpu");
        Assert.True(exitCode == 0, errors);
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        Assert.True(results.RootElement.GetProperty("metrics").GetProperty("labelErrorRate").GetDouble() < 0.5, output);
    }
}
