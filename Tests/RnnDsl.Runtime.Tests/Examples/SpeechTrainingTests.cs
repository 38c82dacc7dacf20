using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Tones learned in earnest: the whole way from sound to digits, in a minute.</summary>
[Trait("Category", "Long")]
public sealed class SpeechTrainingTests
{
    [Fact]
    public void Three_hundred_steps_hear_nine_of_ten_tones()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(
            folder.Path, "speech", "--data", TonesFile.Write(folder), "--out", folder["run"], "--steps", "300", "--hidden", "32", "--learning-rate", "0.005", "--warmup", "50", "--test", "100", "--validation", "20", "--device", "cpu");
        Assert.True(exitCode == 0, errors);
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        Assert.True(results.RootElement.GetProperty("metrics").GetProperty("labelErrorRate").GetDouble() < 0.1, output);
    }
}
