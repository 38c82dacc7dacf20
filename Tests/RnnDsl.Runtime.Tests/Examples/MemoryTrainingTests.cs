using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The adding problem over a hundred steps.</summary>
[Trait("Category", "Long")]
[Collection(nameof(MemoryTrainingTests))]
public sealed class MemoryTrainingTests
{
    [Fact]
    public void LSTM_learns_the_adding_problem_over_100_steps_and_Elman_does_not()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(
            folder.Path, "memory", "--tasks", "adding", "--lengths", "100", "--networks", "rnn", "lstm", "--steps", "4000", "--out", folder["run"], "--device", "cpu");
        Assert.True(exitCode == 0, errors);

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var errorsOf = results.RootElement.GetProperty("metrics").GetProperty("addingMse100");
        Assert.True(errorsOf.GetProperty("lstm").GetDouble() < 0.001, output);
        Assert.True(errorsOf.GetProperty("rnn").GetDouble() > 0.14, output);
    }
}
