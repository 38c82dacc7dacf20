using System.Reflection;
using Xunit;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>The playground's models: runs of the examples, damaged ones, and the files that the program embeds.</summary>
[Collection(nameof(PlaygroundModelTests))]
public sealed class PlaygroundModelTests : IDisposable
{
    private static readonly string Embedded = Path.Combine(
        typeof(PlaygroundModelTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Repository").Value!,
        "Examples", "Playground", "Models", "Embedded");

    private readonly TemporaryFolder _folder = new();

    public PlaygroundModelTests()
    {
        Run("shakespeare", "text.safetensors", """{"tokens": "characters", "model": "small"}""");
        Run("mnist-rows", "digits.safetensors", """{"model": "rows"}""");
        File.Copy(Path.Combine(Embedded, "text-vocabulary.json"), Vocabulary);
    }

    private string Vocabulary => Path.Combine(_folder["runs"], "shakespeare", "vocabulary.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Models_of_a_folder_run_in_place_of_the_embedded_ones()
    {
        using var playground = PlaygroundProcess.Start(_folder.Path, "--characters-per-second", "0");
        Assert.Contains($"Text: small, {Path.Combine("runs", "shakespeare", "checkpoint", "step-00000007", "weights.safetensors")}", playground.Output, StringComparison.Ordinal);
        Assert.Contains($"Digits: rows, {Path.Combine("runs", "mnist-rows", "checkpoint", "step-00000007", "weights.safetensors")}", playground.Output, StringComparison.Ordinal);
        Assert.Equal(40, PlaygroundProcess.TextOf(await playground.Events("api/text", new { prompt = "ROMEO:", length = 40 })).Length);
    }

    [Fact]
    public void Packed_models_are_those_that_the_program_embeds()
    {
        var (exitCode, output) = PlaygroundProcess.Run(_folder.Path, "pack", "--models", "runs", "--out", "packed");
        Assert.True(exitCode == 0, output);
        foreach (var file in Directory.GetFiles(Embedded))
            Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_folder["packed"], Path.GetFileName(file))));

        // They are small enough to be embedded.
        Assert.InRange(Directory.GetFiles(Embedded).Sum(static file => new FileInfo(file).Length), 100_000, 300_000);
    }

    [Theory]
    [InlineData("shakespeare", "settings.json", """{"tokens": "words", "model": "words"}""", "holds a model of words; the page needs one of characters. Train one with 'dotnet run")]
    [InlineData("shakespeare", "settings.json", """{"tokens": "characters", "model": "best"}""", "does not hold the weights of RegularisedCharLstm. Nothing was loaded.")]
    [InlineData("shakespeare", "settings.json", "[", "settings.json is not JSON")]
    [InlineData("shakespeare", "settings.json", "{}", "settings.json has no text \"tokens\"")]
    [InlineData("shakespeare", "vocabulary.json", """{"format": "rnndsl.character-vocabulary", "version": 1, "characters": "ab"}""", "The vocabulary has 2 characters, and the model of")]
    [InlineData("shakespeare", "checkpoint/latest", "../../secret", "should hold the name of a checkpoint, such as step-00000500")]
    [InlineData("shakespeare", "checkpoint/latest", "step-00000008", "step-00000008")]
    [InlineData("mnist-rows", "settings.json", """{"model": "lab"}""", "holds the model 'lab', which does not run as a stream. Train one that does with 'dotnet run")]
    [InlineData("mnist-rows", "checkpoint/step-00000007/weights.safetensors", "short", "weights.safetensors")]
    public void A_run_that_cannot_be_used_is_an_error_at_the_start(string run, string file, string content, string message)
    {
        File.WriteAllText(Path.Combine(_folder["runs"], run, file), content);
        var (exitCode, output) = PlaygroundProcess.Run(_folder.Path, "--models", "runs", "--urls", "http://127.0.0.1:0");
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.StartsWith("Error: ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }

    private void Run(string name, string weights, string settings)
    {
        var checkpoint = Path.Combine(_folder["runs"], name, "checkpoint");
        Directory.CreateDirectory(Path.Combine(checkpoint, "step-00000007"));
        File.WriteAllText(Path.Combine(checkpoint, "latest"), "step-00000007\n");
        File.Copy(Path.Combine(Embedded, weights), Path.Combine(checkpoint, "step-00000007", "weights.safetensors"));
        File.WriteAllText(Path.Combine(_folder["runs"], name, "settings.json"), settings);
    }
}
