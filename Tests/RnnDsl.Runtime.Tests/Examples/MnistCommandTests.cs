using System.Text.Json;
using RnnDsl.Runtime.Tests.Data;
using RnnDsl.Torch;
using SkiaSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The mnist command on a few generated digits.</summary>
[Collection(nameof(MnistCommandTests))]
public sealed class MnistCommandTests
{
    [Fact]
    public void A_short_run_prints_its_results_and_writes_all_files()
    {
        using var folder = new TemporaryFolder();
        TinyMnist.Write(folder["data"], training: 60, test: 20);
        var (exitCode, output, errors) = ExampleProcess.Run(folder.Path, [.. Options(folder, "run", epochs: 1), "--limit", "44", "--tensorboard", folder["events"]]);
        Assert.True(exitCode == 0, errors);

        Assert.Contains($"Images from {folder["data"]}", output, StringComparison.Ordinal);
        Assert.Contains("Training images: 44 of 28 × 28 pixels", output, StringComparison.Ordinal);
        Assert.Contains("Test images: 20", output, StringComparison.Ordinal);
        Assert.Contains("Steps per epoch: 6 of up to 8 images", output, StringComparison.Ordinal);
        Assert.Contains("Device: cpu", output, StringComparison.Ordinal);
        Assert.Contains("Parameters: 559,626", output, StringComparison.Ordinal);
        Assert.Matches(@"step 6/6  loss \d\.\d{4}  validation \d\.\d{4}  accuracy \d+\.\d\d%  \S+ steps/s  0:00:00 left", output);
        Assert.Matches(@"Epoch 1/1: test accuracy \d+\.\d\d%, test loss \d\.\d{4}", output);
        Assert.Matches(@"Final test accuracy: \d+\.\d\d% \(\d+ of 20\)\. Training took \d+ seconds\.", output);
        Assert.DoesNotContain('\u001b', output);
        Assert.Single(Directory.GetFiles(folder["events"]));

        foreach (var figure in new[] { "image-as-sequence.png", "training.png", "hidden-states.png" })
            Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], figure)).AsSpan(1, 3));
        CheckResults(Path.Combine(folder["run"], "results.json"));

        // Predicts a test image by index, and an image file.
        string[] predict = ["mnist", "predict", "--model", folder["run"], "--device", "cpu"];
        var test = SharedExampleProcess.Run(folder.Path, [.. predict, "--data", folder["data"], "--index", "13"]);
        Assert.True(test.ExitCode == 0, test.Errors);
        Assert.Contains("Test image 13, labelled 3", test.Output, StringComparison.Ordinal);
        Assert.Equal(10, test.Output.Split('\n').Count(line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\d +\d+\.\d\d%")));
        Assert.Matches(@"Prediction: \d$", test.Output);

        var outside = SharedExampleProcess.Run(folder.Path, [.. predict, "--data", folder["data"], "--index", "20"]);
        Assert.Equal((2, "Error: --index 20: there are 20 test images, counted from 0."), (outside.ExitCode, outside.Errors));

        // Dark on light, light on dark, large: the model reads the same digit of 20 pixels in the middle.
        DrawOne(folder["dark.png"], SKColors.Black, SKColors.White);
        DrawOne(folder["light.png"], SKColors.White, SKColors.Black);
        var dark = SharedExampleProcess.Run(folder.Path, [.. predict, folder["dark.png"]]);
        Assert.True(dark.ExitCode == 0, dark.Errors);
        Assert.Equal(dark, SharedExampleProcess.Run(folder.Path, [.. predict, folder["light.png"]]));
        var seen = dark.Output.Split('\n')[..28];
        Assert.Equal(20, seen.Count(line => line.Contains('@', StringComparison.Ordinal)));
        Assert.Contains("@@", seen[14].PadRight(56)[26..30], StringComparison.Ordinal);

        DrawOne(folder["nothing.png"], SKColors.White, SKColors.White);
        File.WriteAllText(folder["text.png"], "no picture");
        foreach (var (file, message) in new[]
        {
            ("nothing.png", "is blank: all its pixels are about equal"), ("text.png", "is not a readable image"), ("gone.png", "There is no image"),
        })
        {
            var refused = SharedExampleProcess.Run(folder.Path, [.. predict, folder[file]]);
            Assert.Equal(2, refused.ExitCode);
            Assert.Contains(message, refused.Errors, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_killed_run_resumes_within_its_epoch_to_the_same_losses_accuracies_and_weights()
    {
        using var folder = new TemporaryFolder();
        TinyMnist.Write(folder["data"], training: 60, test: 20, packed: false);
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Options(folder, "whole", epochs: 3)).ExitCode);

        // 8 steps an epoch and a checkpoint every 3: the last before the kill stands in the midst of the second epoch.
        string[] resuming = [.. Options(folder, "killed", epochs: 3), "--resume"];
        using (var run = ExampleProcess.Start(folder.Path, resuming))
        {
            Assert.True(run.WaitForLine("step 14/"), run.Output + run.Errors);
            run.Kill();
            run.WaitForExit();
        }
        var last = SharedExampleProcess.Run(folder.Path, resuming);
        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Matches(@"Resuming after step (9|1\d|2\d) of 24", last.Output);

        Assert.Equal(History(folder["whole"]), History(folder["killed"]));
        Assert.Equal(
            File.ReadAllBytes(new CheckpointFolder(Path.Combine(folder["whole"], "checkpoint")).LatestWeights()),
            File.ReadAllBytes(new CheckpointFolder(Path.Combine(folder["killed"], "checkpoint")).LatestWeights()));

        // Other images are another run.
        var other = SharedExampleProcess.Run(folder.Path, [.. resuming, "--limit", "50"]);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("this checkpoint is of another run: images and labels (SHA-256) was", other.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_of_rows_trains_resumes_and_predicts()
    {
        using var folder = new TemporaryFolder();
        TinyMnist.Write(folder["data"], training: 60, test: 20);
        string[] rows = [.. Options(folder, "rows", epochs: 1), "--model", "rows"];
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, rows);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("Parameters: 18,698", output, StringComparison.Ordinal);
        Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["rows"], "hidden-states.png")).AsSpan(1, 3));

        var predicted = SharedExampleProcess.Run(folder.Path, "mnist", "predict", "--index", "3", "--data", folder["data"], "--model", folder["rows"]);
        Assert.True(predicted.ExitCode == 0, predicted.Errors);
        Assert.Matches(@"Prediction: \d", predicted.Output);

        // The model is a setting of the run.
        var other = SharedExampleProcess.Run(folder.Path, [.. Options(folder, "rows", epochs: 2), "--resume"]);
        Assert.Equal(1, other.ExitCode);
        Assert.Contains("model was rows", other.Errors, StringComparison.Ordinal);
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, [.. Options(folder, "rows", epochs: 2), "--model", "rows", "--resume"]).ExitCode);
    }

    [Fact]
    public void Help_explains_every_option_with_its_default_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "mnist", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--model", "--epochs", "--data", "--limit", "--out", "--resume", "--seed", "--device", "--batch", "--learning-rate", "--clip", "--log-every", "--checkpoint-every", "--tensorboard");
        Assert.Contains("[default: 10]", output, StringComparison.Ordinal);
        Assert.Contains("[default: runs/mnist]", output, StringComparison.Ordinal);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);

        Assert.Contains("Images:", SharedExampleProcess.Run(Path.GetTempPath(), "mnist", "predict", "--help").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--epochs is a whole number from 1 on, not '0'", "mnist", "--epochs", "0")]
    [InlineData("--limit is a whole number from 1 on, not '-3'", "mnist", "--limit", "-3")]
    [InlineData("--model is one of lab, rows, not 'columns'", "mnist", "--model", "columns")]
    [InlineData("There is no device 'gpu'", "mnist", "--device", "gpu")]
    [InlineData("'missing', where MNIST should be, does not exist", "mnist", "--data", "missing")]
    [InlineData("there is no trained model in this folder", "mnist", "predict", "--index", "0", "--model", "missing")]
    [InlineData("--index is a whole number from 0 on, not '-1'", "mnist", "predict", "--index", "-1")]
    [InlineData("--epochs", "mnist", "--epoch", "5")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, arguments);

    [Fact]
    public void Invalid_MNIST_files_are_reported_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        var data = TinyMnist.Write(folder["data"], training: 10, test: 10, packed: false);
        File.WriteAllBytes(Path.Combine(data, "t10k-labels-idx1-ubyte"), TinyMnist.Idx([9], new byte[9]));
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, Options(folder, "run", epochs: 1));
        Assert.Equal(2, exitCode);
        Assert.Contains("has 10 images and", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["run"]));

        File.Delete(Path.Combine(data, "t10k-labels-idx1-ubyte"));
        Assert.Contains("does not contain all of MNIST: it lacks t10k-labels-idx1-ubyte.gz.", SharedExampleProcess.Run(folder.Path, Options(folder, "run", epochs: 1)).Errors, StringComparison.Ordinal);
    }

    private static string[] Options(TemporaryFolder folder, string output, int epochs) =>
    [
        "mnist", "--data", folder["data"], "--out", folder[output], "--epochs", $"{epochs}", "--batch", "8", "--log-every", "2", "--checkpoint-every", "3", "--device", "cpu",
    ];

    private static void DrawOne(string path, SKColor ink, SKColor paper)
    {
        using var picture = new SKBitmap(300, 200);
        using var canvas = new SKCanvas(picture);
        canvas.Clear(paper);
        using var brush = new SKPaint { Color = ink };
        canvas.DrawRect(40, 30, 16, 120, brush);
        using var stream = File.Create(path);
        picture.Encode(stream, SKEncodedImageFormat.Png, 100);
    }

    private static void CheckResults(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(path));
        var metrics = document.RootElement.GetProperty("metrics");
        Assert.InRange(metrics.GetProperty("testAccuracy").GetDouble(), 0, 1);
        Assert.Equal(metrics.GetProperty("testAccuracy").GetDouble(), metrics.GetProperty("bestTestAccuracy").GetDouble());
        Assert.InRange(metrics.GetProperty("testLoss").GetDouble(), 0.1, 5);
        Assert.Equal((1, 559_626, 44, 20), (metrics.GetProperty("epochs").GetInt32(), metrics.GetProperty("parameters").GetInt32(), metrics.GetProperty("trainingImages").GetInt32(), metrics.GetProperty("testImages").GetInt32()));
        var epoch = document.RootElement.GetProperty("history").GetProperty("heldOut").EnumerateArray().Single();
        Assert.Equal((6, metrics.GetProperty("testAccuracy").GetDouble()), (epoch.GetProperty("step").GetInt32(), epoch.GetProperty("accuracy").GetDouble()));
        Assert.Equal(44, document.RootElement.GetProperty("options").GetProperty("limit").GetInt32());
        Assert.Contains("mnist --data", document.RootElement.GetProperty("command").GetString(), StringComparison.Ordinal);
    }

    private static string History(string run)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json")));
        return results.RootElement.GetProperty("history").GetRawText();
    }
}
