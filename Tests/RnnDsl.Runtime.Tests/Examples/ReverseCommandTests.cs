using System.Text.Json;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The reverse command on short strings.</summary>
[Collection(nameof(ReverseCommandTests))]
public sealed class ReverseCommandTests
{
    [Fact]
    public void A_short_run_prints_its_alignment_writes_all_files_and_predicts()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, Options(folder, "run", "--tensorboard", folder["events"]));
        Assert.True(exitCode == 0, errors);
        Assert.NotEmpty(Directory.GetFiles(folder["events"]));

        Assert.Contains("Strings of 1 to 4 letters; validation: 10 of 4", output, StringComparison.Ordinal);
        Assert.Contains("loss of guessing 3.2581", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^step 8/8  loss \d\.\d{4}  validation \d\.\d{4}  accuracy \d+\.\d\d%  \S+ steps/s  \S+ tokens/s  0:00:00 left$", output);
        foreach (var length in (int[])[1, 2, 4])
            Assert.Matches($@"(?m)^{length} +\d+\.\d\d%$", output);
        foreach (var length in (int[])[5, 6, 8])
            Assert.Matches($@"(?m)^{length} +\d+\.\d\d%  longer than in training$", output);
        Assert.Matches(@"Alignment: .*\n     [a-z] [a-z] [a-z] [a-z] ·\n", output);

        foreach (var picture in (string[])["loss.png", "alignment.png"])
            Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], picture)).AsSpan(1, 3));
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var metrics = results.RootElement.GetProperty("metrics");
        Assert.InRange(metrics.GetProperty("exactMatch").GetDouble(), 0, 1);
        Assert.Equal(["1", "2", "4", "5", "6", "8"], metrics.GetProperty("exactMatchByLength").EnumerateObject().Select(static one => one.Name));
        Assert.Equal(8, metrics.GetProperty("steps").GetInt32());

        var reversed = SharedExampleProcess.Run(folder.Path, "reverse", "predict", "stressed", "--model", folder["run"], "--device", "cpu");
        Assert.True(reversed.ExitCode == 0, reversed.Errors);
        Assert.Contains("     s t r e s s e d ·\n", reversed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_killed_run_resumes_to_the_same_losses_and_weights()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Options(folder, "whole", steps: 40)).ExitCode);
        using (var run = ExampleProcess.Start(folder.Path, Options(folder, "killed", steps: 40, "--resume")))
        {
            Assert.True(run.WaitForLine("step 10/"), run.Output + run.Errors);
            run.Kill();
            run.WaitForExit();
        }

        var other = SharedExampleProcess.Run(folder.Path, Options(folder, "killed", steps: 40, "--resume", "--attention", "none"));
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("attention was yes and is now no", other.Errors, StringComparison.Ordinal);

        var last = SharedExampleProcess.Run(folder.Path, Options(folder, "killed", steps: 40, "--resume"));
        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Equal(Property(folder["whole"], "history"), Property(folder["killed"], "history"));
        Assert.Equal(Property(folder["whole"], "metrics"), Property(folder["killed"], "metrics"));
    }

    [Fact]
    public void Without_attention_there_is_no_alignment()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, Options(folder, "run", "--attention", "none"));
        Assert.True(exitCode == 0, errors);
        Assert.DoesNotContain("Alignment: ", output, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder["run"], "alignment.png")));

        var reversed = SharedExampleProcess.Run(folder.Path, "reverse", "predict", "abc", "--model", folder["run"], "--device", "cpu");
        Assert.True(reversed.ExitCode == 0, reversed.Errors);
        Assert.Single(reversed.Output.Split('\n'));
    }

    [Fact]
    public void A_damaged_folder_is_an_error_that_names_the_file()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Options(folder, "run")).ExitCode);
        var settings = Path.Combine(folder["run"], "settings.json");
        var whole = File.ReadAllText(settings);

        File.WriteAllText(settings, whole[..^5]);
        Refused("settings.json does not hold the settings of such a model, or is cut short");
        File.Delete(settings);
        Refused("settings.json");
        File.WriteAllText(settings, whole);
        File.Delete(new CheckpointFolder(Path.Combine(folder["run"], "checkpoint")).LatestWeights());
        Refused("weights.safetensors: this file is missing");

        void Refused(string message)
        {
            var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, "reverse", "predict", "abc", "--model", folder["run"], "--device", "cpu");
            Assert.Equal(1, exitCode);
            Assert.Contains(message, errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Help_explains_every_option_with_its_default_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "reverse", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--attention", "--longest", "--hidden", "--steps", "--batch", "--learning-rate", "--clip", "--eval-every", "--validation", "--threads", "--tensorboard", "--out", "--resume", "--seed", "--device");
        Assert.Contains("[default: runs/reverse]", output, StringComparison.Ordinal);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--attention is one of additive, none, not 'dot'", "--attention", "dot")]
    [InlineData("--longest is a whole number from 1 on, not '0'", "--longest", "0")]
    [InlineData("There is no device 'gpu'", "--device", "gpu")]
    [InlineData("'--step' was not matched", "--step")]
    [InlineData("'Été' is not a string of the letters a to z", "predict", "Été")]
    [InlineData("there is no trained model in this folder", "predict", "abc", "--model", "missing")]
    [InlineData("Required argument missing", "predict", "--model", "missing")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, ["reverse", .. arguments]);

    private static string[] Options(TemporaryFolder folder, string output, params string[] more) => Options(folder, output, steps: 8, more);

    private static string[] Options(TemporaryFolder folder, string output, int steps, params string[] more) =>
    [
        "reverse", "--out", folder[output], "--longest", "4", "--hidden", "5", "--steps", $"{steps}", "--batch", "3", "--validation", "10", "--eval-every", "2", "--device", "cpu", .. more,
    ];

    private static string Property(string run, string name)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json")));
        return results.RootElement.GetProperty(name).GetRawText();
    }
}
