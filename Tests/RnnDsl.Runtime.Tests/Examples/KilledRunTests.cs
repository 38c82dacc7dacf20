using System.Text.Json;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Interrupted runs resume to the results of an uninterrupted run.</summary>
[Collection(nameof(KilledRunTests))]
public sealed class KilledRunTests
{
    private const int Steps = 160;

    [Fact]
    public void Run_killed_at_random_times_equals_an_uninterrupted_run()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, ShortPlay.Options(folder, "whole", Steps)).ExitCode);

        var random = new RandomSource(2_026);
        string[] resuming = [.. ShortPlay.Options(folder, "killed", Steps), "--resume"];
        for (var kills = 0; kills < 4; kills++)
        {
            using var run = ExampleProcess.Start(folder.Path, resuming);

            // Anywhere in the steps, evaluations and saves after the first line on a step, wherever it resumed; a kill during start-up would test nothing.
            Assert.True(run.WaitForLine("step "), run.Output + run.Errors);
            Thread.Sleep((int)random.NextInt64(150));
            run.Kill();
            Assert.NotEqual(0, run.WaitForExit());
        }
        var last = ExampleProcess.Run(folder.Path, resuming);
        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Contains("Resuming after step", last.Output, StringComparison.Ordinal);

        Assert.Equal(History(folder["whole"]), History(folder["killed"]));
        Assert.Equal(
            File.ReadAllBytes(new CheckpointFolder(Path.Combine(folder["whole"], "checkpoint")).LatestWeights()),
            File.ReadAllBytes(new CheckpointFolder(Path.Combine(folder["killed"], "checkpoint")).LatestWeights()));
    }

    [UnixFact]
    public void Ctrl_C_finishes_the_step_saves_and_prints_the_resume_command()
    {
        using var folder = new TemporaryFolder();
        var output = Interrupt(folder, "INT", exitCode: 130);

        Assert.Contains("Ctrl-C: saving a checkpoint.", output, StringComparison.Ordinal);
        Assert.Matches(@"Stopped after step \d+ of 100,000\. Saved in ", output);
        Assert.Matches(@"Resume with: dotnet run -c \w+ --project \S*RnnDsl\.Examples -- shakespeare .*--steps 100000 .*--resume", output);
        Assert.True(new CheckpointFolder(Path.Combine(folder["stopped"], "checkpoint")).HasCheckpoint);
        new CheckpointFolder(Path.Combine(folder["stopped"], "checkpoint")).LatestWeights();
    }

    [UnixFact]
    public void SIGTERM_saves_a_checkpoint_and_prints_the_resume_command()
    {
        using var folder = new TemporaryFolder();
        var output = Interrupt(folder, "TERM", exitCode: 143);

        Assert.Contains("SIGTERM: saving a checkpoint.", output, StringComparison.Ordinal);
        Assert.Contains("Resume with: ", output, StringComparison.Ordinal);
    }

    [UnixFact]
    public void Signal_that_arrives_twice_at_once_is_one_request()
    {
        using var folder = new TemporaryFolder();
        using var run = ExampleProcess.Start(folder.Path, ShortPlay.Options(folder, "stopped", 100_000));
        Assert.True(run.WaitForLine("step 5/"), run.Output + run.Errors);

        // As `timeout` and `dotnet run` together send it.
        run.Send("TERM", times: 3);
        Assert.Equal(143, run.WaitForExit());
        new CheckpointFolder(Path.Combine(folder["stopped"], "checkpoint")).LatestWeights();
    }

    [UnixFact]
    public void Signals_during_a_step_do_not_change_the_results()
    {
        using var folder = new TemporaryFolder();
        using var run = ExampleProcess.Start(folder.Path, ShortPlay.Options(folder, "disturbed", 100_000));
        Assert.True(run.WaitForLine("step 5/"), run.Output + run.Errors);

        // Handled by the runtime, whatever they are: on the thread that trains, a few dozen ended the process.
        run.Send("CONT", times: 2_000);
        run.Send("TERM");
        Assert.Equal(143, run.WaitForExit());
    }

    [UnixFact]
    public void Second_process_in_the_folder_of_a_running_one_is_rejected()
    {
        using var folder = new TemporaryFolder();
        using var first = ExampleProcess.Start(folder.Path, ShortPlay.Options(folder, "run", 100_000));
        Assert.True(first.WaitForLine("step 5/"), first.Output + first.Errors);

        foreach (var resume in new[] { false, true })
        {
            var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, [.. ShortPlay.Options(folder, "run", 100_000), .. resume ? ["--resume"] : Array.Empty<string>()]);
            Assert.Equal(1, exitCode);
            Assert.Matches(@"Error: \S+run: another process \(process \d+ on .+, started .+ UTC \(.*shakespeare.*\)\) is writing to this folder\. Wait for it to end, or choose another folder\.", errors);
        }

        first.Send("INT");
        Assert.Equal(130, first.WaitForExit());
        Assert.Equal([folder["run"]], Directory.GetDirectories(folder.Path));
        new CheckpointFolder(Path.Combine(folder["run"], "checkpoint")).LatestWeights();
    }

    [Fact]
    public void Run_in_the_current_folder_is_not_moved_aside()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, ShortPlay.Options(folder, "run", 5)).ExitCode);
        string[] here = [.. ShortPlay.Options(folder, "run", 5)];
        here[Array.IndexOf(here, "--out") + 1] = ".";
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder["run"], here);
        Assert.Equal(2, exitCode);
        Assert.Contains("--out .: this folder already holds a run, and it cannot be moved aside while the program runs inside it. Continue the run with --resume, or name another folder.", errors, StringComparison.Ordinal);
    }

    /// <summary>Sends a signal to a running training and returns its output.</summary>
    private static string Interrupt(TemporaryFolder folder, string signal, int exitCode)
    {
        using var run = ExampleProcess.Start(folder.Path, ShortPlay.Options(folder, "stopped", 100_000));
        Assert.True(run.WaitForLine("step 5/"), run.Output + run.Errors);
        run.Send(signal);
        var ended = run.WaitForExit();
        Assert.True(ended == exitCode, $"It ended with {ended}.\n{run.Output}\n{run.Errors}");
        return run.Output;
    }

    private static string History(string run)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json")));
        return results.RootElement.GetProperty("history").GetRawText();
    }
}
