using System.Text.Json;
using RnnDsl.Runtime.Tests.Data;
using RnnDsl.Torch;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The caption command on a few generated digits.</summary>
[Collection(nameof(CaptionCommandTests))]
public sealed class CaptionCommandTests
{
    [Fact]
    public void A_short_run_is_evaluated_writes_all_files_and_captions()
    {
        using var folder = new TemporaryFolder();
        TinyMnist.Write(folder["data"], training: 60, test: 20);
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, Options(folder, "run", steps: 4));
        Assert.True(exitCode == 0, errors);

        Assert.Contains("Canvases of 64 × 64 pixels: from 55 training digits, 3 new canvases per step", output, StringComparison.Ordinal);
        Assert.Contains("Test set: 12 canvases from 20 test digits; validation set: 4 from 5 digits", output, StringComparison.Ordinal);
        Assert.Contains("words: 21", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^step 4/4  loss \d\.\d{4}  validation \d\.\d{4}  accuracy \d+\.\d\d%  \S+ steps/s  0:00:00 left$", output);
        Assert.Matches(@"(?m)^Exact match, beam search of width 5: \d+\.\d\d%\n  of 2 digits: \d+\.\d\d% of \d+\n  of 3 digits: \d+\.\d\d% of \d+\n", output);
        Assert.Matches(@"(?m)^Baseline, the most frequent caption: \d+\.\d\d%$", output);

        Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], "loss.png")).AsSpan(1, 3));
        Assert.NotEmpty(Directory.GetFiles(folder["run"], "attention-*.png"));
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var metrics = results.RootElement.GetProperty("metrics");
        var exact = metrics.GetProperty("exactMatch").GetDouble();
        Assert.Equal(12, metrics.GetProperty("canvasesByDigits").EnumerateObject().Sum(static one => one.Value.GetDouble()));
        Assert.Equal(12 * (1 - exact), metrics.GetProperty("mistakes").EnumerateObject().Sum(static one => one.Value.GetDouble()), 1e-9);
        Assert.InRange(metrics.GetProperty("heldOutLoss").GetDouble(), 1, 4);
        Assert.Equal(4, metrics.GetProperty("steps").GetInt32());

        PredictsHeldOutCanvases(folder);
        PredictsPictures(folder);
    }

    [Fact]
    public void A_killed_run_resumes_to_the_same_losses_and_weights()
    {
        using var folder = new TemporaryFolder();
        TinyMnist.Write(folder["data"], training: 60, test: 20, packed: false);
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
        Assert.Equal(
            File.ReadAllBytes(new CheckpointFolder(Path.Combine(folder["whole"], "checkpoint")).LatestWeights()),
            File.ReadAllBytes(new CheckpointFolder(Path.Combine(folder["killed"], "checkpoint")).LatestWeights()));
    }

    [Fact]
    public void Without_attention_there_are_no_attention_figures()
    {
        using var folder = new TemporaryFolder();
        TinyMnist.Write(folder["data"], training: 60, test: 20);
        var record = folder["record.json"];
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, Options(folder, "run", steps: 2, "--attention", "none", "--record", record));
        Assert.True(exitCode == 0, errors);
        Assert.Contains("Attention: none, one context vector", output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder["run"], "attention-*"));
        using var recorded = JsonDocument.Parse(File.ReadAllText(record));
        Assert.Equal("none", recorded.RootElement.GetProperty("withoutAttention").GetProperty("options").GetProperty("attention").GetString());

        string[] predict = ["caption", "predict", "--index", "0", "--data", folder["data"], "--model", folder["run"], "--device", "cpu"];
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, predict).ExitCode);
        var refused = SharedExampleProcess.Run(folder.Path, [.. predict, "--attention", folder["where.png"]]);
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("was trained without attention, so there are no attention weights to plot", refused.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_explains_every_option_with_its_default_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "caption", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--attention", "--hidden", "--steps", "--batch", "--learning-rate", "--warmup", "--clip", "--data", "--test", "--validation", "--log-every", "--eval-every", "--checkpoint-every", "--threads", "--tensorboard", "--out", "--resume", "--record", "--seed", "--device");
        Assert.Contains("[default: runs/caption]", output, StringComparison.Ordinal);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);

        // Two commands are called predict, and each has its own notes.
        Assert.Contains("two or three separate digits of similar size, dark on light", SharedExampleProcess.Run(Path.GetTempPath(), "caption", "predict", "--help").Output, StringComparison.Ordinal);
        Assert.Contains("mnist predict my-digit.png", SharedExampleProcess.Run(Path.GetTempPath(), "mnist", "predict", "--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--attention is one of additive, none, not 'dot'", "caption", "--attention", "dot")]
    [InlineData("--steps is a whole number from 1 on, not '0'", "caption", "--steps", "0")]
    [InlineData("There is no device 'gpu'", "caption", "--device", "gpu")]
    [InlineData("'missing', where MNIST should be, does not exist", "caption", "--data", "missing")]
    [InlineData("there is no trained model in this folder", "caption", "predict", "--index", "0", "--model", "missing")]
    [InlineData("--index is a whole number from 0 on, not '-1'", "caption", "predict", "--index", "-1")]
    [InlineData("--nbest 6: a beam of 5 has at most 5 captions", "caption", "predict", "--index", "0", "--nbest", "6")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, arguments);

    private static void PredictsHeldOutCanvases(TemporaryFolder folder)
    {
        var (exitCode, output, errors) = SharedExampleProcess.Run(
            folder.Path, [.. Predict(folder), "--data", folder["data"], "--index", "3", "--nbest", "3", "--attention", folder["where.png"]]);
        Assert.True(exitCode == 0, errors);
        Assert.Matches(@"(?m)^Canvas 3: an? \w+ (above|left of|right of) an? \w+", output);
        Assert.Equal(3, output.Split('\n').Count(static line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^ *\d+\.\d\d%  ")));
        using var picture = SKBitmap.Decode(folder["where.png"]);
        Assert.True(picture.Width > 300);

        var both = SharedExampleProcess.Run(folder.Path, [.. Predict(folder), "--index", "3", folder["where.png"]]);
        Assert.Equal((2, "Error: Give an image file, or the index of a test canvas with --index: one of the two."), (both.ExitCode, both.Errors));
    }

    /// <summary>Dark on light or light on dark, large or small: the model reads the same two strokes, 20 pixels high, in the middle.</summary>
    private static void PredictsPictures(TemporaryFolder folder)
    {
        Draw(folder["dark.png"], 1, SKColors.Black, SKColors.White, 0, 60);
        Draw(folder["light.png"], 2, SKColors.White, SKColors.Black, 0, 60);
        var dark = SharedExampleProcess.Run(folder.Path, [.. Predict(folder), folder["dark.png"]]);
        Assert.True(dark.ExitCode == 0, dark.Errors);
        Assert.Equal(dark.Output, SharedExampleProcess.Run(folder.Path, [.. Predict(folder), folder["light.png"]]).Output);
        string[] seen = [.. dark.Output.Split('\n')[..32].Select(static line => line.PadRight(64))];
        Assert.Equal(10, seen.Count(static line => line.Contains('@', StringComparison.Ordinal)));
        Assert.InRange(seen[15].IndexOf('@', StringComparison.Ordinal) + seen[15].LastIndexOf('@'), 61, 65);

        Draw(folder["nothing.png"], 1, SKColors.White, SKColors.White, 0);
        Draw(folder["far.png"], 1, SKColors.Black, SKColors.White, 0, 350);
        File.WriteAllText(folder["text.png"], "no picture");
        foreach (var (file, message) in new[]
        {
            ("nothing.png", "is blank: all its pixels are about equal"), ("far.png", "has digits of about 60 pixels in a box of 360 × 60: they are too far apart"),
            ("text.png", "is not a readable image"), ("gone.png", "There is no image"),
        })
        {
            var refused = SharedExampleProcess.Run(folder.Path, [.. Predict(folder), folder[file]]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(message, refused.Errors, StringComparison.Ordinal);
        }
    }

    /// <summary>Strokes of 10 × 60 pixels at some columns.</summary>
    private static void Draw(string path, int scale, SKColor ink, SKColor paper, params int[] columns)
    {
        using var picture = new SKBitmap(400 * scale, 200 * scale);
        using var canvas = new SKCanvas(picture);
        canvas.Clear(paper);
        using var brush = new SKPaint { Color = ink };
        foreach (var column in columns)
            canvas.DrawRect((20 + column) * scale, 40 * scale, 10 * scale, 60 * scale, brush);
        using var stream = File.Create(path);
        picture.Encode(stream, SKEncodedImageFormat.Png, 100);
    }

    private static string[] Predict(TemporaryFolder folder) => ["caption", "predict", "--model", folder["run"], "--device", "cpu"];

    private static string[] Options(TemporaryFolder folder, string output, int steps, params string[] more) =>
    [
        "caption", "--data", folder["data"], "--out", folder[output], "--hidden", "6", "--steps", $"{steps}", "--batch", "3", "--test", "12", "--validation", "4",
        "--log-every", "2", "--eval-every", "2", "--checkpoint-every", "4", "--device", "cpu", .. more,
    ];

    private static string Property(string run, string name)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json")));
        return results.RootElement.GetProperty(name).GetRawText();
    }
}
