using System.Text.Json;
using System.Text.RegularExpressions;
using RnnDsl.Runtime.Tests.Data;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The pixels command on a few generated digits.</summary>
[Collection(nameof(PixelsCommandTests))]
public sealed class PixelsCommandTests
{
    [Fact]
    public void A_short_run_of_all_networks_prints_a_table_and_writes_all_files()
    {
        using var folder = new TemporaryFolder();
        TinyMnist.Write(folder["data"], training: 12, test: 10);
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, [.. Options(folder, "run", epochs: 1, "lru", "minGru", "gru", "lstm"), "--limit", "10"]);
        Assert.True(exitCode == 0, errors);

        Assert.Contains("Training images: 10, test images: 10, each a sequence of 784 pixels", output, StringComparison.Ordinal);
        Assert.Contains("Trainings: 8, of 1 epochs", output, StringComparison.Ordinal);
        Assert.Contains("Permuted MNIST, LRU, 2 layers: ", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^Epoch 1/1: test accuracy \d+\.\d\d%, test loss \d\.\d{4}", output);
        Assert.Matches(@"(?m)^network +Sequential MNIST +Permuted MNIST$", output);
        foreach (var network in new[] { "LRU, 2 layers", "minGRU, 3 layers", "GRU", "LSTM" })
            Assert.Single(Regex.Matches(output, $@"(?m)^{network} +\d+\.\d\d% \(\d+\) +\d+\.\d\d% \(\d+\)$"));
        Assert.Matches(@"(?m)^GRU \(published\) +96\.20% +87\.30%$", output);

        Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], "pixels.png")).AsSpan(1, 3));
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var metrics = results.RootElement.GetProperty("metrics");
        Assert.Equal(["lru", "minGru", "gru", "lstm"], metrics.GetProperty("sequential").EnumerateObject().Select(static one => one.Name));
        Assert.InRange(metrics.GetProperty("permuted").GetProperty("lru").GetDouble(), 0, 1);
        Assert.Equal(0.962, metrics.GetProperty("sequentialPublished").GetProperty("gru").GetDouble());
        Assert.Equal(1, results.RootElement.GetProperty("histories").GetProperty("permuted-lstm").GetProperty("heldOut").GetArrayLength());
    }

    [Fact]
    public void Killed_run_resumes_to_equal_losses()
    {
        using var folder = new TemporaryFolder();
        TinyMnist.Write(folder["data"], training: 40, test: 10);
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, Options(folder, "whole", epochs: 3, "lru")).ExitCode);

        string[] resuming = [.. Options(folder, "killed", epochs: 3, "lru"), "--resume"];
        using (var run = ExampleProcess.Start(folder.Path, resuming))
        {
            // The first order is trained, the second has started.
            Assert.True(run.WaitForLine("Permuted MNIST, LRU") && run.WaitForLine("step 6/"), run.Output + run.Errors);
            run.Kill();
            run.WaitForExit();
        }
        var last = SharedExampleProcess.Run(folder.Path, resuming);
        Assert.True(last.ExitCode == 0, last.Errors);
        Assert.Equal(Histories(folder["whole"]), Histories(folder["killed"]));

        // The learning rate follows the number of epochs: more of them are another run.
        var longer = SharedExampleProcess.Run(folder.Path, [.. Options(folder, "killed", epochs: 4, "lru"), "--resume"]);
        Assert.Equal(1, longer.ExitCode);
        Assert.Contains("epochs was 3", longer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_explains_every_option_with_its_default_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "pixels", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--orders", "--networks", "--hidden", "--epochs", "--data", "--limit", "--batch", "--learning-rate", "--clip", "--log-every", "--checkpoint-every", "--tensorboard", "--out", "--resume", "--seed", "--device");
        Assert.Contains("[default: sequential|permuted]", output, StringComparison.Ordinal);
        Assert.Contains("[default: lru]", output, StringComparison.Ordinal);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--orders is one or several of sequential, permuted, not 'reversed'", "--orders", "reversed")]
    [InlineData("--networks is one or several of lru, minGru, gru, lstm, not 'transformer'", "--networks", "transformer")]
    [InlineData("--epochs is a whole number from 1 on, not '0'", "--epochs", "0")]
    [InlineData("'missing', where MNIST should be, does not exist", "--data", "missing")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, ["pixels", .. arguments]);

    private static string[] Options(TemporaryFolder folder, string output, int epochs, params string[] networks) =>
    [
        "pixels", "--data", folder["data"], "--out", folder[output], "--epochs", $"{epochs}", "--hidden", "4", "--batch", "10", "--log-every", "2", "--checkpoint-every", "2", "--device", "cpu",
        "--networks", .. networks,
    ];

    private static string Histories(string run)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "results.json")));
        return results.RootElement.GetProperty("histories").GetRawText();
    }
}
