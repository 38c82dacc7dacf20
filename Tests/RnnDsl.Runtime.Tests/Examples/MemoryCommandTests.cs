using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The memory command on short sequences.</summary>
[Collection(nameof(MemoryCommandTests))]
public sealed class MemoryCommandTests
{
    [Fact]
    public void A_short_run_prints_a_table_for_each_task_and_writes_all_files()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, Options(folder, "run", steps: 4, "--lengths", "12", "4"));
        Assert.True(exitCode == 0, errors);

        Assert.Contains("Trainings: 16, of up to 4 steps", output, StringComparison.Ordinal);
        Assert.Contains("Adding problem over 12 steps, GRU:", output, StringComparison.Ordinal);
        Assert.Contains("memoryless loss 0.1667", output, StringComparison.Ordinal);
        Assert.Contains("Adding problem: mean squared error, on 10 validation sequences; in brackets the steps until the task was learned", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^model +T = 12 +T = 4$", output);
        Assert.Matches(@"(?m)^memoryless baseline \(published\) +0\.16667 +0\.16667$", output);
        Assert.Matches(@"(?m)^memoryless baseline \(published\) +0\.64983 +0\.86643$", output);
        foreach (var network in new[] { "Elman, tanh", "Elman, relu (IRNN)", "GRU", "LSTM" })
            Assert.Equal(2, System.Text.RegularExpressions.Regex.Count(output, $@"(?m)^{System.Text.RegularExpressions.Regex.Escape(network)} +\d\.\d{{5}} +\d\.\d{{5}}$"));

        Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], "memory.png")).AsSpan(1, 3));
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var metrics = results.RootElement.GetProperty("metrics");
        Assert.Equal(["rnn", "irnn", "gru", "lstm"], metrics.GetProperty("addingMse12").EnumerateObject().Select(one => one.Name));
        Assert.InRange(metrics.GetProperty("addingMse4").GetProperty("gru").GetDouble(), 0.001, 3);
        Assert.Equal(10 * Math.Log(8) / 24, metrics.GetProperty("copyBaseline4").GetDouble(), 1e-12);
        Assert.Equal(2, results.RootElement.GetProperty("histories").GetProperty("copy-12-lstm").GetProperty("heldOut").GetArrayLength());
        Assert.Equal([12, 4], results.RootElement.GetProperty("options").GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32()));
    }

    [Fact]
    public void Killed_run_resumes_to_equal_losses_and_a_completed_run_is_moved_aside()
    {
        using var folder = new TemporaryFolder();
        string[] some = ["--tasks", "adding", "--networks", "rnn", "lstm", "--lengths", "8"];
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Options(folder, "whole", steps: 40, some)).ExitCode);

        string[] resuming = [.. Options(folder, "killed", steps: 40, some), "--resume"];
        using (var run = ExampleProcess.Start(folder.Path, resuming))
        {
            // The first model is trained, the second has started.
            Assert.True(run.WaitForLine("Adding problem over 8 steps, LSTM") && run.WaitForLine("step 6/"), run.Output + run.Errors);
            run.Kill();
            run.WaitForExit();
        }
        var last = SharedExampleProcess.Run(folder.Path, resuming);
        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Contains("Resuming after step 40 of 40.", last.Output, StringComparison.Ordinal);
        Assert.Equal(Histories(folder["whole"]), Histories(folder["killed"]));

        var again = SharedExampleProcess.Run(folder.Path, Options(folder, "whole", steps: 2, some));
        Assert.Contains($"is now in {folder["whole"]}-1.", again.Output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(folder["whole-1"], "results.json")));
    }

    [UnixFact]
    public void Ctrl_C_saves_a_checkpoint_and_prints_the_resume_command()
    {
        using var folder = new TemporaryFolder();
        using var run = ExampleProcess.Start(folder.Path, Options(folder, "run", steps: 1_000_000, "--tasks", "copy", "--networks", "gru", "--lengths", "5"));
        Assert.True(run.WaitForLine("step 4/"), run.Errors);
        run.Send("INT");
        Assert.Equal(130, run.WaitForExit());
        Assert.Contains("Resume with: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("--resume", run.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder["run"], "results.json")));
    }

    [Fact]
    public void A_training_ends_once_its_task_is_learned()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(
            folder.Path, "memory", "--tasks", "adding", "--networks", "gru", "--lengths", "2", "--hidden", "32", "--steps", "3000", "--learning-rate", "0.01", "--eval-every", "50", "--validation", "200", "--out", folder["run"], "--device", "cpu");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("below 0.001 for 3 evaluations.", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^GRU +0\.000\d\d \([\d,]+\)$", output);

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        Assert.InRange(results.RootElement.GetProperty("metrics").GetProperty("addingStepsToLearn2").GetProperty("gru").GetInt32(), 150, 2_950);
    }

    [Fact]
    public void Help_explains_every_option_with_its_default_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "memory", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--tasks", "--lengths", "--networks", "--hidden", "--steps", "--batch", "--learning-rate", "--clip", "--eval-every", "--validation", "--threads", "--tensorboard", "--out", "--resume", "--seed", "--device");
        Assert.Contains("[default: runs/memory]", output, StringComparison.Ordinal);
        Assert.Contains("[default: rnn|irnn|gru|lstm]", output, StringComparison.Ordinal);
        Assert.Contains("The tasks:", output, StringComparison.Ordinal);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lengths is a whole number from 2 on, not '1'", "--lengths", "50", "1")]
    [InlineData("--networks is one or several of rnn, irnn, gru, lstm, not 'transformer'", "--networks", "gru", "transformer")]
    [InlineData("--tasks is one or several of adding, copy, not 'sorting'", "--tasks", "sorting")]
    [InlineData("--learning-rate is a number above 0, not '0'", "--learning-rate", "0")]
    [InlineData("--hidden is a whole number from 1 on, not 'many'", "--hidden", "many")]
    [InlineData("There is no device 'gpu'", "--device", "gpu")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, ["memory", .. arguments]);

    private static string[] Options(TemporaryFolder folder, string output, int steps, params string[] more) =>
    [
        "memory", "--out", folder[output], "--steps", $"{steps}", "--hidden", "5", "--batch", "3", "--validation", "10", "--eval-every", "2", "--device", "cpu", .. more,
    ];

    private static string Histories(string run)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json")));
        return results.RootElement.GetProperty("histories").GetRawText();
    }
}
