using System.Text.Json;
using RnnDsl.Examples.Common;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The best run comes first, followed by a summary of the others.</summary>
public sealed class TrialRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder["record.json"];

    [Fact]
    public void The_run_with_the_lowest_loss_comes_first_in_any_order_and_all_trials_are_kept()
    {
        foreach (var loss in (double[])[1.5, 1.4, 1.6])
            Record().Add(Results(loss));

        using var record = JsonDocument.Parse(File.ReadAllText(Path));
        Assert.Equal(1.4, Loss(record.RootElement));
        Assert.Equal(2, record.RootElement.GetProperty("history").GetArrayLength());
        var tried = record.RootElement.GetProperty("tried").EnumerateArray().ToList();
        Assert.Equal([1.5, 1.6], tried.Select(Loss));
        Assert.All(tried, static run => Assert.Equal(["metrics", "command", "seed", "device", "seconds", "options"], run.EnumerateObject().Select(static one => one.Name)));
        Assert.Equal("run 1.6", tried[1].GetProperty("command").GetString());

        static double Loss(JsonElement run) => run.GetProperty("metrics").GetProperty("heldOutLoss").GetDouble();
    }

    [Fact]
    public void First_run_is_recorded_unchanged()
    {
        var results = Results(1.5);
        Record().Add(results);
        using var record = JsonDocument.Parse(File.ReadAllText(Path));
        Assert.False(record.RootElement.TryGetProperty("tried", out _));
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(File.ReadAllText(results)).RootElement, record.RootElement));
    }

    [Theory]
    [InlineData("[1, 2]", "this file does not hold results")]
    [InlineData("no", "this file does not hold results")]
    [InlineData("{\"metrics\": {\"accuracy\": 1}}", "this file holds results without a 'heldOutLoss'")]
    [InlineData("{\"metrics\": {\"heldOutLoss\": 1}, \"options\": {\"tokens\": \"words\"}}", "this file holds a run with --tokens words, and losses of characters do not compare")]
    public void File_without_results_is_rejected_before_training(string content, string problem)
    {
        File.WriteAllText(Path, content);
        Assert.Contains(problem, Assert.Throws<UsageException>(() => Record()).Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(Path));
    }

    public void Dispose() => _folder.Dispose();

    private TrialRecord Record() => new(Path, "tokens", "characters", former: "characters");

    private string Results(double loss)
    {
        var path = _folder["results.json"];
        File.WriteAllText(path, FormattableString.Invariant(
            $$"""{"metrics": {"heldOutLoss": {{loss}} }, "command": "run {{loss}}", "seed": 1, "device": "cpu", "seconds": 2.5, "options": {"steps": 3}, "history": [1, 2]}"""));
        return path;
    }
}
