using System.Net;
using Xunit;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>The playground's translator: translations, limits, and a server without one.</summary>
[Collection(nameof(PlaygroundTranslationTests))]
public sealed class PlaygroundTranslationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_sentence_becomes_what_its_stream_translates_with_its_alignment()
    {
        var run = new TranslatorRun(_folder["runs"]);
        using var playground = PlaygroundProcess.Start(_folder.Path, "--longest-sentence", "6");
        Assert.Contains($"Translation: {Path.Combine("runs", "translate", "checkpoint", "step-00000007", "weights.safetensors")}", playground.Output, StringComparison.Ordinal);

        var events = await playground.Events("api/translate", new { sentence = "Je suis fatigué." });
        var (words, attention) = run.Translate("je", "suis", "fatigué", ".");
        var received = events.Where(static one => one.Name == "word").Select(static one => one.Data).ToList();

        Assert.Equal("sentence", events[0].Name);
        Assert.Equal(["je", "suis", "fatigué", ".", "</s>"], events[0].Data.GetProperty("source").EnumerateArray().Select(static word => word.GetString()));
        Assert.Equal(words.Where(static word => word != "<unk>"), received.Select(static word => word.GetProperty("word").GetString()).Where((_, i) => words[i] != "<unk>"));
        Assert.Equal(words.Length, received.Count);
        for (var step = 0; step < words.Length; step++)
        {
            var weights = received[step].GetProperty("weights").EnumerateArray().Select(static weight => weight.GetDouble()).ToArray();
            Assert.Equal(5, weights.Length);
            for (var position = 0; position < 5; position++)
                Assert.Equal(attention[step, position], weights[position], 0.001);
        }

        Assert.Equal("complete", events[^1].Data.GetProperty("reason").GetString());
        await playground.WaitForStreams(0);

        Assert.Contains("The sentence has no words", await playground.Refused(HttpStatusCode.BadRequest, "api/translate", new { sentence = "  " }), StringComparison.Ordinal);
        Assert.Contains("The sentence has 7 words, and 6 are allowed", await playground.Refused(HttpStatusCode.RequestEntityTooLarge, "api/translate", new { sentence = "je je je je je je je" }), StringComparison.Ordinal);
        Assert.Contains("The sentence has 241 characters, and 240 are allowed", await playground.Refused(HttpStatusCode.RequestEntityTooLarge, "api/translate", new { sentence = new string('a', 241) }), StringComparison.Ordinal);
        Assert.Contains("it has to be {\"sentence\":", await playground.Refused(HttpStatusCode.BadRequest, "api/translate", new { text = "je" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_a_translator_names_the_command_that_trains_one()
    {
        using var playground = PlaygroundProcess.Start(_folder.Path);

        Assert.Contains("Translation: none; train one with 'dotnet run", playground.Output, StringComparison.Ordinal);
        Assert.Contains(
            $"The server has no translator. Run dotnet run -c Release --project Examples/RnnDsl.Examples -- translate --out {Path.Combine("runs", "translate")} and start the server again",
            await playground.Refused(HttpStatusCode.ServiceUnavailable, "api/translate", new { sentence = "Je suis fatigué." }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("settings.json", """{"attention": true, "subwords": true}""", "holds a model of subwords; the page needs one of words. Train one with 'dotnet run")]
    [InlineData("settings.json", """{"attention": false, "subwords": false}""", "holds a model without attention, which has no alignment")]
    [InlineData("settings.json", "{}", "settings.json has no yes or no \"subwords\"")]
    [InlineData("vocabulary-english.json", """{"format": "rnndsl.word-vocabulary", "version": 1, "words": ["<pad>"]}""", "vocabulary-english.json")]
    [InlineData("checkpoint/step-00000007/weights.safetensors", "short", "weights.safetensors")]
    public void A_run_that_cannot_be_used_is_an_error_at_the_start(string file, string content, string message)
    {
        var run = new TranslatorRun(_folder["runs"]);
        File.WriteAllText(Path.Combine(run.Folder, file), content);
        var (exitCode, output) = PlaygroundProcess.Run(_folder.Path, "--models", "runs", "--urls", "http://127.0.0.1:0");
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.StartsWith("Error: ", output, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
    }
}
