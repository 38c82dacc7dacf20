using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The shakespeare command.</summary>
[Collection(nameof(ShakespeareCommandTests))]
public sealed class ShakespeareCommandTests
{
    [Fact]
    public void A_short_run_prints_its_results_and_writes_all_files()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(folder.Path, ShortPlay.Options(folder, "run", 20));
        Assert.True(exitCode == 0, errors);

        Assert.Contains("Text length: 2,910 characters", output, StringComparison.Ordinal);
        Assert.Contains("First 200 characters:\nROMEO:\nWhat light is that", output, StringComparison.Ordinal);
        Assert.Contains("Device: cpu", output, StringComparison.Ordinal);
        Assert.Contains("Vocabulary size: 36", output, StringComparison.Ordinal);

        // The article's formula: 921,600 + 385 for each character.
        Assert.Contains("Parameters: 935,460", output, StringComparison.Ordinal);
        Assert.Matches(@"step 20/20  loss \d\.\d{4}  validation \d\.\d{4}  \S+ steps/s  \S+ tokens/s  0:00:00 left", output);
        foreach (var temperature in new[] { "0.5", "0.8", "1.2" })
            Assert.Contains($"----- temperature {temperature} -----\nROMEO:\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);

        var samples = File.ReadAllText(Path.Combine(folder["run"], "samples.txt"));
        Assert.All(samples.Split("-----", StringSplitOptions.RemoveEmptyEntries).Where((_, i) => i % 2 == 1), text => Assert.Equal("ROMEO:\n".Length + 20, text.Trim('\n').Length, 3.0));
        Assert.StartsWith("ROMEO:\n", File.ReadAllText(Path.Combine(folder["run"], "samples", "step-00000020.txt")), StringComparison.Ordinal);
        Assert.Equal(36, CharacterVocabulary.Load(Path.Combine(folder["run"], "vocabulary.json")).Count);
        CheckResults(Path.Combine(folder["run"], "results.json"));
        Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], "loss.png")).AsSpan(1, 3));

        // One seed gives one text.
        string[] generate = ["shakespeare", "generate", "--model", folder["run"], "--prompt", @"JULIET:\nA", "--length", "40", "--seed", "3", "--device", "cpu"];
        var first = SharedExampleProcess.Run(folder.Path, generate);
        Assert.Equal(0, first.ExitCode);
        Assert.StartsWith("JULIET:\nA", first.Output, StringComparison.Ordinal);
        Assert.InRange(first.Output.Length, 40, 50);
        Assert.Equal(first, ExampleProcess.Run(folder.Path, generate));
        Assert.NotEqual(first.Output, SharedExampleProcess.Run(folder.Path, [.. generate, "--temperature", "3"]).Output);

        var unknown = SharedExampleProcess.Run(folder.Path, "shakespeare", "generate", "--model", folder["run"], "--prompt", "é");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("--prompt: the training text has no 'é'", unknown.Errors, StringComparison.Ordinal);

        var exported = SharedExampleProcess.Run(folder.Path, "shakespeare", "export", "--model", folder["run"], "--out", folder["char.onnx"]);
        Assert.Equal(0, exported.ExitCode);
        Assert.StartsWith(folder["char.onnx"], exported.Output, StringComparison.Ordinal);
        using var session = new InferenceSession(folder["char.onnx"]);
        Assert.Equal(["tokens", "hidden", "cell"], session.InputNames);
    }

    [Fact]
    public void A_second_run_moves_the_first_aside_and_other_options_do_not_resume_it()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, ShortPlay.Options(folder, "run", 5)).ExitCode);
        var results = File.ReadAllText(Path.Combine(folder["run"], "results.json"));

        var other = SharedExampleProcess.Run(folder.Path, [.. ShortPlay.Options(folder, "run", 10), "--resume", "--seed", "9"]);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("this checkpoint is of another run: seed was 1 and is now 9", other.Errors, StringComparison.Ordinal);

        var second = SharedExampleProcess.Run(folder.Path, ShortPlay.Options(folder, "run", 5));
        Assert.Equal(0, second.ExitCode);
        Assert.Contains($"The run that was in {folder["run"]} is now in {folder["run-1"]}.", second.Output, StringComparison.Ordinal);
        Assert.Equal(results, File.ReadAllText(Path.Combine(folder["run-1"], "results.json")));
    }

    [Fact]
    public void A_resumed_run_with_carried_state_gives_the_same_losses()
    {
        using var folder = new TemporaryFolder();
        string[] Options(string run, int steps) => [.. ShortPlay.Options(folder, run, steps), "--carry-state"];
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Options("whole", 12)).ExitCode);
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Options("parts", 7)).ExitCode);
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, [.. Options("parts", 12), "--resume"]);
        Assert.True(exitCode == 0, errors);
        Assert.Equal(Weights("whole"), Weights("parts"));

        // Windows at random are another run.
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, ShortPlay.Options(folder, "random", 12)).ExitCode);
        Assert.NotEqual(Weights("whole"), Weights("random"));
        var other = SharedExampleProcess.Run(folder.Path, [.. ShortPlay.Options(folder, "parts", 20), "--resume"]);
        Assert.Contains("this checkpoint is of another run: carry state was yes and is now no", other.Errors, StringComparison.Ordinal);

        byte[] Weights(string run) => File.ReadAllBytes(new CheckpointFolder(Path.Combine(folder[run], "checkpoint")).LatestWeights());
    }

    [Fact]
    public void Help_explains_every_option_with_its_default_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "shakespeare", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--steps", "--data", "--out", "--resume", "--seed", "--device", "--prompt", "--temperature", "--length");
        Assert.Contains("[default: 3000]", output, StringComparison.Ordinal);
        Assert.Contains("[default: runs/shakespeare]", output, StringComparison.Ordinal);
        Assert.Matches("--steps +3,000 +3,800 +3,000 +4,000", output);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
        Assert.Contains("generate", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--steps is a whole number from 1 on, not '0'", "shakespeare", "--steps", "0")]
    [InlineData("--steps is a whole number from 1 on, not 'many'", "shakespeare", "--steps", "many")]
    [InlineData("--temperature is a number from 0 on, such as 0.8, not '-1'", "shakespeare", "--temperature", "-1")]
    [InlineData("--prompt is empty", "shakespeare", "--prompt", "")]
    [InlineData("There is no device 'gpu'", "shakespeare", "--device", "gpu")]
    [InlineData("'missing.txt', where tinyshakespeare should be, does not exist", "shakespeare", "--data", "missing.txt")]
    [InlineData("there is no trained model in this folder", "shakespeare", "generate", "--model", "missing")]
    [InlineData("there is no trained model in this folder", "shakespeare", "export", "--model", "missing")]
    [InlineData("--top-p is a number above 0 and at most 1, not '2'", "shakespeare", "generate", "--top-p", "2")]
    [InlineData("shakespeare", "shakespear")]
    [InlineData("--steps", "shakespeare", "--step", "5")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, arguments);

    [Fact]
    public void Text_too_short_for_a_window_is_rejected()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["short.txt"], "ROMEO:\nO!");
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, "shakespeare", "--data", folder["short.txt"], "--device", "cpu");
        Assert.Equal(2, exitCode);
        Assert.Contains("The text has 9 characters, of which the first 90% train: too few for windows of 100 characters.", errors, StringComparison.Ordinal);
    }

    private static void CheckResults(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var results = document.RootElement;
        Assert.InRange(results.GetProperty("metrics").GetProperty("heldOutLoss").GetDouble(), 0.1, 10);
        Assert.Equal(935_460, results.GetProperty("metrics").GetProperty("parameters").GetInt64());
        Assert.Contains("shakespeare --data", results.GetProperty("command").GetString(), StringComparison.Ordinal);
        Assert.Equal(1, results.GetProperty("seed").GetInt64());
        Assert.Equal("cpu", results.GetProperty("device").GetString());
        Assert.True(results.GetProperty("seconds").GetDouble() > 0);
        Assert.StartsWith("0.107", results.GetProperty("versions").GetProperty("torchSharp").GetString(), StringComparison.Ordinal);
        Assert.Equal(20, results.GetProperty("options").GetProperty("steps").GetInt32());
        Assert.Equal([0.5, 0.8, 1.2], results.GetProperty("options").GetProperty("temperature").EnumerateArray().Select(value => value.GetDouble()));
        Assert.Equal(4, results.GetProperty("history").GetProperty("training").GetArrayLength());
    }
}
