using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>The gradients command on small models.</summary>
[Collection(nameof(GradientsCommandTests))]
public sealed class GradientsCommandTests
{
    [Fact]
    public void A_short_run_prints_its_tables_and_writes_all_files()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(
            folder.Path, "gradients", "--networks", "elman", "gru", "lstm", "--lengths", "40", "10", "--radii", "0.5", "1.5", "--steps", "4", "--training-length", "6", "--hidden", "8", "--batch", "3", "--clip", "0.25", "--out", folder["run"], "--device", "cpu");
        Assert.True(exitCode == 0, errors);

        Assert.Contains("At initialisation: ‖∂L/∂s‖ at the start of the sequence relative to one step before the end", output, StringComparison.Ordinal);
        Assert.Contains("After 4 training steps", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^model +state +per step +T = 10 +T = 40 +spectral radii$", output);
        Assert.Equal(2, Regex.Count(output, @"(?m)^Elman +Hidden +\d\.\d{3} +\S+ +\S+   U \d\.\d\d$"));
        Assert.Equal(2, Regex.Count(output, @"(?m)^GRU +Hidden .*r \d\.\d\d, z \d\.\d\d, n \d\.\d\d$"));
        Assert.Equal(2, Regex.Count(output, @"(?m)^LSTM +Cell +\d\.\d{3} +\S+ +\S+$"));

        // The matrix is orthogonal to single precision. With zero input the norm is radius^(T − 1): nine factors for T = 10, thirty-nine for T = 40.
        Assert.Matches(@"(?m)^0\.5 +zero input +0\.500 +0\.00195 +1\.8e-12$", output);
        Assert.Matches(@"(?m)^1\.5 +zero input +1\.500 +38\.4 +7\.4e6$", output);
        Assert.Equal(2, Regex.Count(output, @"(?m)^(0\.5|1\.5) +after +0\.25 +0\.25$"));
        Assert.Equal("PNG"u8, File.ReadAllBytes(Path.Combine(folder["run"], "gradients.png")).AsSpan(1, 3));

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var metrics = results.RootElement.GetProperty("metrics");
        foreach (var moment in new[] { "Initial", "Trained" })
        {
            Assert.Equal(
                ["elman.hidden", "gru.hidden", "lstm.hidden", "lstm.cell"],
                metrics.GetProperty("norm" + moment).EnumerateObject().Select(one => one.Name));
            Assert.Equal(2, metrics.GetProperty("share" + moment).GetProperty("gru.hidden").GetArrayLength());
        }
        var share = metrics.GetProperty("radiusAtRestShare").GetProperty("1.5")[1].GetDouble();
        Assert.Equal(1, share / Math.Pow(1.5, 39), 1e-4);
        Assert.Equal(4, metrics.GetProperty("spectralRadiiInitial").GetProperty("lstm").GetArrayLength());
        Assert.Equal(3, results.RootElement.GetProperty("histories").EnumerateObject().Count());
    }

    [Fact]
    public void Chrono_initialisation_preserves_the_gradient_of_an_untrained_network()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, _, errors) = SharedExampleProcess.Run(folder.Path, "gradients", "--lengths", "100", "--radii", "1", "--steps", "1", "--batch", "4", "--out", folder["run"], "--device", "cpu");
        Assert.True(exitCode == 0, errors);

        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        var shares = results.RootElement.GetProperty("metrics").GetProperty("shareInitial");
        double Share(string state) => shares.GetProperty(state)[0].GetDouble();
        Assert.True(Share("elman.hidden") < 1e-15, Share("elman.hidden").ToString(CultureInfo.InvariantCulture));
        Assert.True(Share("lstm.hidden") < 1e-10);
        Assert.True(Share("gru.hidden") < 1e-10);
        Assert.InRange(Share("lstm-chrono.cell"), 0.1, 1);
    }

    [Fact]
    public void Infinite_and_zero_gradients_are_reported()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(
            folder.Path, "gradients", "--networks", "elman", "--lengths", "400", "--radii", "0.1", "8", "--steps", "1", "--hidden", "4", "--batch", "2", "--out", folder["run"], "--device", "cpu");
        Assert.True(exitCode == 0, errors);
        Assert.Matches(@"(?m)^0\.1 +zero input +0\.000 +0$", output);
        Assert.Matches(@"(?m)^8 +zero input +(∞|NaN) +(∞|NaN)$", output);
        Assert.Matches("\"(Infinity|NaN)\"", File.ReadAllText(Path.Combine(folder["run"], "results.json")));
        Assert.True(File.Exists(Path.Combine(folder["run"], "gradients.png")));
    }

    [Fact]
    public void Help_explains_every_option_with_its_default_and_gives_examples()
    {
        var (exitCode, output, _) = SharedExampleProcess.Run(Path.GetTempPath(), "gradients", "--help");
        Assert.Equal(0, exitCode);
        CommandChecks.Explains(output, "--lengths", "--networks", "--radii", "--hidden", "--steps", "--training-length", "--batch", "--learning-rate", "--clip", "--threads", "--tensorboard", "--out", "--seed", "--device");
        Assert.Contains("[default: runs/gradients]", output, StringComparison.Ordinal);
        Assert.Contains("[default: 10|20|50|100|200|500]", output, StringComparison.Ordinal);
        Assert.Contains("What is measured:", output, StringComparison.Ordinal);
        Assert.Contains("Examples:", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--lengths is a whole number from 2 on, not '1'", "--lengths", "1")]
    [InlineData("--networks is one or several of elman, gru, lstm", "--networks", "rnn")]
    [InlineData("--radii is a number above 0, not '-1'", "--radii", "0.5", "-1")]
    [InlineData("--training-length is a whole number from 2 on, not '1'", "--training-length", "1")]
    [InlineData("There is no device 'gpu'", "--device", "gpu")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments) => CommandChecks.Refuses(message, ["gradients", .. arguments]);
}
