using System.Text.Json;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Words, subwords and the other character models of the shakespeare command.</summary>
[Collection(nameof(ShakespeareTokensTests))]
public sealed class ShakespeareTokensTests
{
    public static TheoryData<string, string[]> Kinds => new()
    {
        { "words", ["--tokens", "words"] },
        { "subwords", ["--tokens", "subwords", "--vocabulary-size", "100"] },
        { "best", ["--model", "best"] },
        { "small", ["--model", "small"] },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_model_trains_resumes_to_the_same_results_and_generates_text(string kind, string[] chosen)
    {
        using var folder = new TemporaryFolder();
        string[] Options(string run, int steps) => [.. ShortPlay.Options(folder, run, steps), .. chosen, "--schedule", "constant", "--warmup", "2", "--average", "0.9"];
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, Options("whole", 8));
        Assert.True(exitCode == 0, errors);
        CheckResults(folder["whole"], kind, output);

        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Options("parts", 5)).ExitCode);
        var resumed = SharedExampleProcess.Run(folder.Path, [.. Options("parts", 8), "--resume"]);
        Assert.True(resumed.ExitCode == 0, resumed.Errors);
        Assert.Equal(Weights("whole"), Weights("parts"));

        string[] generate = ["shakespeare", "generate", "--model", folder["parts"], "--prompt", @"ROMEO:\nA lamp,", "--length", "25", "--seed", "3", "--device", "cpu"];
        var text = SharedExampleProcess.Run(folder.Path, generate);
        Assert.True(text.ExitCode == 0, text.Errors);
        Assert.StartsWith("ROMEO:\nA lamp,", text.Output, StringComparison.Ordinal);
        Assert.NotEqual("ROMEO:\nA lamp,", text.Output.TrimEnd());
        Assert.DoesNotContain("<unk>", text.Output, StringComparison.Ordinal);
        Assert.Equal(text, ExampleProcess.Run(folder.Path, generate));

        byte[] Weights(string run) => File.ReadAllBytes(new CheckpointFolder(Path.Combine(folder[run], "checkpoint")).LatestWeights());
    }

    [Fact]
    public void Prompt_with_unknown_words_is_rejected_and_the_default_is_a_line_feed()
    {
        using var folder = new TemporaryFolder();
        var play = folder["play.txt"];
        File.WriteAllText(play, string.Concat(Enumerable.Repeat("FOOL:\nA lamp, good sir; I lit it for the cat.\n\n", 30)));
        string[] words = ["shakespeare", "--tokens", "words", "--data", play, "--out", folder["run"], "--steps", "2", "--batch", "2", "--sequence", "8", "--length", "5", "--device", "cpu"];

        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, [.. words, "--prompt", "good JULIET"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("--prompt: the vocabulary does not cover the word 'JULIET', so the model cannot continue this prompt. The most frequent of its 15 words: ", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]), output);
        Assert.Contains("it has neither a word nor a line feed", SharedExampleProcess.Run(folder.Path, [.. words, "--prompt", " "]).Errors, StringComparison.Ordinal);

        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, words).ExitCode);
        var text = SharedExampleProcess.Run(folder.Path, "shakespeare", "generate", "--model", folder["run"], "--length", "5", "--device", "cpu");
        Assert.True(text.ExitCode == 0, text.Errors);
        Assert.StartsWith("\n", text.Output, StringComparison.Ordinal);
        Assert.Contains("the word 'ROMEO'", SharedExampleProcess.Run(folder.Path, "shakespeare", "generate", "--model", folder["run"], "--prompt", "ROMEO").Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_without_settings_uses_the_lab_model_and_wrong_settings_are_rejected()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, ShortPlay.Options(folder, "run", 5)).ExitCode);
        var settings = Path.Combine(folder["run"], "settings.json");
        string[] generate = ["shakespeare", "generate", "--model", folder["run"], "--length", "10", "--device", "cpu"];
        var text = SharedExampleProcess.Run(folder.Path, generate);
        Assert.Equal(0, text.ExitCode);
        File.Delete(settings);
        Assert.Equal(text, SharedExampleProcess.Run(folder.Path, generate));

        File.WriteAllText(settings, "{\"tokens\": \"words\", \"model\": \"lab\"}");
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, generate);
        Assert.Equal(1, exitCode);
        Assert.Contains("settings.json does not hold the settings of such a model", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_with_another_schedule_length_is_not_resumed()
    {
        using var folder = new TemporaryFolder();
        string[] Options(int steps) => [.. ShortPlay.Options(folder, "run", steps), "--schedule", "cosine"];
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Options(5)).ExitCode);
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, [.. Options(8), "--resume"]);
        Assert.Equal(1, exitCode);
        Assert.Contains("this checkpoint is of another run: learning-rate factor at its step was", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--tokens is one of characters, words, subwords, not 'letters'", "--tokens", "letters")]
    [InlineData("--model is one of lab, best, small, not 'worst'", "--model", "worst")]
    [InlineData("--model best is a character model", "--tokens", "words", "--model", "best")]
    [InlineData("--model lab is a character model", "--tokens", "subwords", "--model", "lab")]
    [InlineData("--min-frequency is for --tokens words: all characters are known.", "--min-frequency", "2")]
    [InlineData("--min-frequency is for --tokens words: subwords spell rare words.", "--tokens", "subwords", "--min-frequency", "2")]
    [InlineData("--vocabulary-size is for --tokens words and subwords: all characters are known.", "--vocabulary-size", "100")]
    [InlineData("--schedule is one of constant, cosine, not 'linear'", "--schedule", "linear")]
    [InlineData("--warmup is a whole number from 0 on, not '-1'", "--warmup", "-1")]
    [InlineData("--average is a number from 0 on and below 1, not '1'", "--average", "1")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, ["shakespeare", .. arguments]);

    [Theory]
    [InlineData("parts are too few: the text has", "--tokens", "subwords", "--vocabulary-size", "20")]
    [InlineData("--min-frequency 1000: no word of the text is that frequent.", "--tokens", "words", "--min-frequency", "1000")]
    [InlineData("too few for windows of 5,000 words.", "--tokens", "words", "--sequence", "5000")]
    public void Vocabulary_or_window_too_large_for_the_text_is_rejected(string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, ["shakespeare", "--data", ShortPlay.Write(folder), "--out", folder["run"], "--device", "cpu", .. arguments]);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));
    }

    private static void CheckResults(string run, string kind, string output)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json")));
        var metrics = document.RootElement.GetProperty("metrics");
        var loss = metrics.GetProperty("heldOutLoss").GetDouble();
        var (tokens, characters) = (metrics.GetProperty("heldOutTokens").GetInt64(), metrics.GetProperty("heldOutCharacters").GetInt64());
        Assert.InRange(loss, 0.1, 10);
        Assert.Equal(loss * tokens / characters, metrics.GetProperty("heldOutLossPerCharacter").GetDouble(), 1e-12);
        Assert.Equal(0.9, document.RootElement.GetProperty("options").GetProperty("average").GetDouble());
        Assert.Equal("ROMEO:\n", document.RootElement.GetProperty("options").GetProperty("prompt").GetString());

        // The last tenth of 2,910, which begins with a line.
        Assert.Equal(291, characters);
        if (kind is "best" or "small")
        {
            Assert.Equal(291, tokens);
            Assert.Matches(@"Validation loss: \d\.\d{4} nats per character after 8 steps\.", output);
            Assert.False(metrics.TryGetProperty("unknownShare", out _));
            return;
        }
        Assert.InRange(tokens, 93, 200);
        if (kind == "words")
            Assert.Equal(93, tokens);
        Assert.Equal(0, metrics.GetProperty("unknownShare").GetDouble());
        Assert.Matches($@"Tokens \({kind}, line ends included\): [\d,]+ training, {tokens} validation; unknown in validation: 0 of ", output);
        Assert.Matches($@"Validation loss: \d\.\d{{4}} nats per {kind[..^1]}, \d\.\d{{4}} nats per character after 8 steps\.", output);
    }
}
