using System.Text.Json;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The speech command on generated tones with a small model.</summary>
[Collection(nameof(SpeechCommandTests))]
public sealed class SpeechCommandTests
{
    [Fact]
    public void A_short_run_logs_its_training_writes_all_files_and_transcribes()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(folder.Path, TonesFile.Options(folder, "run", steps: 8, "--record", folder["record.json"]));
        Assert.True(exitCode == 0, errors);

        Assert.Contains($"Recordings from {folder["tones.zip"]}", output, StringComparison.Ordinal);
        Assert.Contains("Training recordings: 200 of 2 speakers; validation and test: 200", output, StringComparison.Ordinal);
        Assert.Contains("Strings of 3 to 6 digits; test: 12, validation: 6", output, StringComparison.Ordinal);

        // From the parameter table of the generated model: window, three layers of two directions, scores, and four scales with their shifts.
        var parameters = (64 * 32 * 5) + 64 + (2 * 4 * 8 * (64 + 8 + 2)) + (2 * 2 * 4 * 8 * (16 + 8 + 2)) + (11 * 17) + (2 * 64) + (3 * 2 * 16);
        Assert.Contains($"Parameters: {parameters:N0}", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^step 8/8  loss \d+\.\d{4}  validation \d+\.\d{4}  accuracy \d+\.\d\d%  \S+ steps/s  0:00:00 left$", output);
        Assert.Matches(@"(?m)^  label error rate \d+\.\d\d%, exact match \d+\.\d\d%$", output);
        Assert.Matches(@"(?m)^nearest mean, segmentation given +\d+\.\d\d% +\d+\.\d\d%$", output);
        Assert.Matches(@"(?m)^network, prefix beam search +\d+\.\d\d% +\d+\.\d\d%$", output);
        Assert.Matches(@"(?m)^Of \d+ digits with beam search: \d+ substitutions, \d+ deletions, \d+ insertions\.$", output);
        Assert.DoesNotContain('\u001b', output);

        foreach (var picture in (string[])["loss.png", "posteriors.png", "posteriors-wrong.png"])
            Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], picture)).AsSpan(1, 3));
        CheckResults(Path.Combine(folder["run"], "results.json"), parameters);
        Assert.Equal(File.ReadAllText(Path.Combine(folder["run"], "results.json")), File.ReadAllText(folder["record.json"]), ignoreWhiteSpaceDifferences: true, ignoreLineEndingDifferences: true);

        Recognises(folder);
        RefusesWhatItCannotHear(folder);
    }

    [Fact]
    public void A_killed_run_resumes_to_the_same_losses_and_weights()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, TonesFile.Options(folder, "whole", steps: 60)).ExitCode);

        string[] resuming = [.. TonesFile.Options(folder, "killed", steps: 60), "--resume"];
        using (var run = ExampleProcess.Start(folder.Path, resuming))
        {
            Assert.True(run.WaitForLine("step 10/"), run.Output + run.Errors);
            run.Kill();
            run.WaitForExit();
        }
        var last = SharedExampleProcess.Run(folder.Path, resuming);
        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Matches(@"Resuming after step \d+ of 60", last.Output);
        Assert.Equal(Results(folder["whole"]).GetProperty("history").GetRawText(), Results(folder["killed"]).GetProperty("history").GetRawText());
        Assert.Equal(Results(folder["whole"]).GetProperty("metrics").GetRawText(), Results(folder["killed"]).GetProperty("metrics").GetRawText());
        Assert.Equal(Weights(folder["whole"]), Weights(folder["killed"]));

        var other = SharedExampleProcess.Run(folder.Path, [.. resuming, "--clip", "2"]);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("this checkpoint is of another run: clip norm was", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_explains_every_option_with_its_default_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "speech", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--steps", "--batch", "--hidden", "--learning-rate", "--warmup", "--clip", "--data", "--test", "--validation", "--log-every", "--eval-every", "--checkpoint-every", "--threads", "--tensorboard", "--out", "--resume", "--record", "--seed", "--device");
        Assert.Contains("[default: runs/speech]", output, StringComparison.Ordinal);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);

        // Two examples have a command of this name, each with notes of its own.
        var predict = SharedExampleProcess.Run(Path.GetTempPath(), "speech", "predict", "--help").Output;
        Assert.Contains("Recordings:", predict, StringComparison.Ordinal);
        Assert.DoesNotContain("Images:", predict, StringComparison.Ordinal);
        Assert.Contains("Images:", SharedExampleProcess.Run(Path.GetTempPath(), "mnist", "predict", "--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--steps is a whole number from 1 on, not '0'", "speech", "--steps", "0")]
    [InlineData("'missing', where Free Spoken Digits should be, does not exist", "speech", "--data", "missing")]
    [InlineData("There is no device 'gpu'", "speech", "--device", "gpu")]
    [InlineData("there is no trained model in this folder", "speech", "predict", "--index", "0", "--model", "missing")]
    [InlineData("--index is a whole number from 0 to 9,999, not '2147483647'", "speech", "predict", "--index", "2147483647")]
    [InlineData("--nbest 20: a beam of 16 has at most 16 transcriptions", "speech", "predict", "--index", "0", "--nbest", "20")]
    [InlineData("--numbers needs beam search: take a --beam above 1.", "speech", "predict", "--index", "0", "--beam", "1", "--numbers", "any.txt")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, arguments);

    private static void Recognises(TemporaryFolder folder)
    {
        string[] predict = ["speech", "predict", "--model", folder["run"], "--device", "cpu"];
        var test = SharedExampleProcess.Run(folder.Path, [.. predict, "--data", folder["tones.zip"], "--index", "7", "--save", folder["string.wav"], "--picture", folder["string.png"], "--nbest", "3"]);
        Assert.True(test.ExitCode == 0, test.Errors);
        Assert.Matches(@"(?m)^Test string 7: speaker (high|low), \d{3,6}$", test.Output);
        Assert.Equal(3, System.Text.RegularExpressions.Regex.Count(test.Output, @"(?m)^ *\d+\.\d\d%  (\d+|\(no digit\))$"));
        Assert.Equal("PNG"u8, File.ReadAllBytes(folder["string.png"]).AsSpan(1, 3));

        // The saved file, another sample rate, stereo and another format give the same transcript.
        var saved = WavFile.Read(folder["string.wav"]);
        Assert.Equal((8_000, 1), (saved.SampleRate, saved.Channels));
        var stereo = new Resampler(8_000, 44_100).Apply(saved.Samples.Span).SelectMany(static sample => (float[])[1.5f * sample, 0.5f * sample]).ToArray();
        using (var file = File.Create(folder["stereo.wav"]))
            WavFile.Write(file, stereo, 44_100, channels: 2, WavFormat.Ieee32);
        var plain = SharedExampleProcess.Run(folder.Path, [.. predict, folder["string.wav"]]);
        var other = SharedExampleProcess.Run(folder.Path, [.. predict, folder["stereo.wav"]]);
        Assert.True(plain.ExitCode == 0 && other.ExitCode == 0, plain.Errors + other.Errors);
        Assert.Matches(@"seconds, 8,000 Hz, mono, Pcm16$", plain.Output.Split('\n')[0]);
        Assert.Matches(@"seconds, 44,100 Hz, 2 channels, Ieee32$", other.Output.Split('\n')[0]);
        Assert.Matches(@"^(\d+|\(no digit\))$", plain.Output.Split('\n')[1]);
        Assert.Equal(plain.Output.Split('\n')[1], other.Output.Split('\n')[1]);

        // An untrained model follows the language model.
        File.WriteAllText(folder["numbers.txt"], string.Concat(Enumerable.Repeat("4711\n", 100)));
        var expected = SharedExampleProcess.Run(folder.Path, [.. predict, folder["string.wav"], "--numbers", folder["numbers.txt"], "--numbers-weight", "30"]);
        Assert.True(expected.ExitCode == 0, expected.Errors);
        Assert.Matches("^(4711)+$", expected.Output.Split('\n')[1]);
    }

    private static void RefusesWhatItCannotHear(TemporaryFolder folder)
    {
        File.WriteAllText(folder["text.wav"], "This is not a sound, but text.");
        File.WriteAllText(folder["words.txt"], "4711\nfour\n");
        File.WriteAllBytes(folder["cut.wav"], File.ReadAllBytes(folder["string.wav"])[..^100]);
        using (var file = File.Create(folder["short.wav"]))
            WavFile.Write(file, new float[900], 44_100);
        foreach (var (message, arguments) in ((string, string[])[])
        [
            ("is not a WAV file: it starts with 'This'", [folder["text.wav"]]),
            ("is cut short: its chunk 'data' at byte 36", [folder["cut.wav"]]),
            ("is too short for a digit: 900 samples at 44,100 Hz", [folder["short.wav"]]),
            ("There is no file", [folder["gone.wav"]]),
            ("Give a WAV file, or the index of a test string with --index: one of the two.", []),
            ("line 2 is 'four', where digits alone are expected", [folder["string.wav"], "--numbers", folder["words.txt"]]),
        ])
        {
            var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, ["speech", "predict", "--model", folder["run"], "--device", "cpu", .. arguments]);
            Assert.Equal(2, exitCode);
            Assert.Contains(message, errors, StringComparison.Ordinal);
        }
    }

    private static void CheckResults(string path, int parameters)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var metrics = document.RootElement.GetProperty("metrics");
        Assert.Equal((12, 8, parameters), (metrics.GetProperty("testStrings").GetInt32(), metrics.GetProperty("steps").GetInt32(), metrics.GetProperty("parameters").GetInt32()));
        var digits = metrics.GetProperty("testDigits").GetInt32();
        var wrong = metrics.GetProperty("substitutions").GetInt32() + metrics.GetProperty("insertions").GetInt32() + metrics.GetProperty("deletions").GetInt32();
        Assert.InRange(digits, 36, 72);
        Assert.Equal((double)wrong / digits, metrics.GetProperty("labelErrorRate").GetDouble(), 1e-12);

        // The mean features of a tone nearly identify it; chance has an error rate of 90%.
        Assert.InRange(metrics.GetProperty("labelErrorRateBaseline").GetDouble(), 0, 0.4);
        Assert.Equal(["high", "low"], metrics.GetProperty("labelErrorRateBySpeaker").EnumerateObject().Select(static speaker => speaker.Name));
        Assert.Contains("speech --data", document.RootElement.GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    private static JsonElement Results(string run) => JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json"))).RootElement;

    private static byte[] Weights(string run) => File.ReadAllBytes(new CheckpointFolder(Path.Combine(run, "checkpoint")).LatestWeights());
}
