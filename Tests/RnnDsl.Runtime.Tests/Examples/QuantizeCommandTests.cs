using System.Globalization;
using System.Text.RegularExpressions;
using RnnDsl.Examples.Common;
using RnnDsl.Safetensors;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The quantize command.</summary>
[Collection(nameof(QuantizeCommandTests))]
public sealed partial class QuantizeCommandTests
{
    [Fact]
    public void A_trained_model_is_written_in_smaller_formats_with_their_errors()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, ShortPlay.Options(folder, "run", 20)).ExitCode);
        string[] quantize = ["quantize", "--model", folder["run"], "--data", folder["play.txt"]];

        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, [.. quantize, "--format", "int8", "--out", folder["int8.safetensors"]]);
        Assert.True(exitCode == 0, errors);
        Assert.Matches(@"(?m)^lstm\.weight_hh_l1 +262,144 elements  largest error 0\.000\d+ of 0\.0\d+, mean error \S+$", output);
        Assert.Matches(@"(?m)^Bytes: 3,7\d\d,\d\d\d before, 9\d\d,\d\d\d after \(2\d\.\d\d%\)$", output);
        Assert.Matches(@"(?m)^Error of the weights: at most 0\.\d+, \S+ in the mean$", output);
        Assert.Contains($"Written: {folder["int8.safetensors"]}", output, StringComparison.Ordinal);
        Assert.InRange(Difference(output), -0.01, 0.01);
        using (var file = SafetensorsFile.Open(folder["int8.safetensors"]))
            Assert.Equal("lstm.weight_ih_l0 I8 [1024, 128]", file.Find("lstm.weight_ih_l0")!.ToString());

        // Without --out in the folder of the run; a file that exists is kept.
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, [.. quantize, "--format", "bfloat16"]).ExitCode);
        Assert.True(File.Exists(Path.Combine(folder["run"], "weights-bfloat16.safetensors")));
        var again = SharedExampleProcess.Run(folder.Path, [.. quantize, "--format", "bfloat16"]);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("this file already exists", again.Errors, StringComparison.Ordinal);

        File.WriteAllText(folder["other.txt"], new string('é', 100));
        var other = SharedExampleProcess.Run(folder.Path, "quantize", "--model", folder["run"], "--data", folder["other.txt"], "--out", folder["other.safetensors"]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("the text has the character 'é', which the vocabulary of the run", other.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["other.safetensors"]));
    }

    [Fact]
    public void A_model_of_words_does_not_stream()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, SharedExampleProcess.Run(folder.Path, [.. ShortPlay.Options(folder, "run", 4), "--tokens", "words"]).ExitCode);

        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, "quantize", "--model", folder["run"], "--data", folder["play.txt"]);
        Assert.Equal(2, exitCode);
        Assert.Contains("this is a model of words, which has no stream", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void Help_explains_every_option_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "quantize", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--model", "--best", "--format", "--out", "--data");
        Assert.Contains("  dotnet run -c Release --project Examples/RnnDsl.Examples -- quantize --model runs/shakespeare --format int8", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("there is no trained model in this folder", "quantize", "--model", "missing")]
    [InlineData("--format is one of int8, bfloat16, not 'int4'", "quantize", "--format", "int4")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, arguments);

    [Theory]
    [InlineData(-0.000001, "+0.00000")]
    [InlineData(0.000001, "+0.00000")]
    [InlineData(-0.000014, "-0.00001")]
    [InlineData(0.0125, "+0.01250")]
    public void Differences_of_losses_have_one_sign(double difference, string expected) => Assert.Equal(expected, Show.LossDifference(difference));

    private static double Difference(string output) => double.Parse(LossDifference().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"Validation loss: \d\.\d{4} nats per character with float32, \d\.\d{4} with int8 \(difference ([+-]\d\.\d{5})\)")]
    private static partial Regex LossDifference();
}
