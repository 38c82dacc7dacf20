using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>A decoder with attention learns in 400 steps what one context vector of the same size cannot store.</summary>
[Trait("Category", "Long")]
[Collection(nameof(ReverseTrainingTests))]
public sealed class ReverseTrainingTests
{
    [Fact]
    public void Attention_learns_to_reverse_eight_letters_and_no_attention_does_not()
    {
        using var folder = new TemporaryFolder();
        Assert.InRange(ExactMatch(folder, "additive"), 0.95, 1);
        Assert.InRange(ExactMatch(folder, "none"), 0, 0.5);
    }

    private static double ExactMatch(TemporaryFolder folder, string attention)
    {
        var (exitCode, output, errors) = ExampleProcess.Run(
            folder.Path, "reverse", "--longest", "8", "--steps", "400", "--attention", attention, "--out", folder[attention], "--device", "cpu");
        Assert.True(exitCode == 0, output + errors);
        using var results = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder[attention], "results.json")));
        return results.RootElement.GetProperty("metrics").GetProperty("exactMatch").GetDouble();
    }
}
