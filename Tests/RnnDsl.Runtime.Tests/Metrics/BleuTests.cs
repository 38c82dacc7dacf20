using System.Text.Json;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Metrics;

public sealed class BleuTests
{
    private static readonly string[] Hypotheses = ["The dog bit the man.", "It wasn't surprising.", "The man had just bitten him."];

    private static readonly string[][] References =
    [
        ["The dog bit the man.", "The dog had bit the man."],
        ["It was not unexpected.", "No one was surprised."],
        ["The man bit him first.", "The man had bitten the dog."],
    ];

    // By make_bleu.py, from the definition.
    private static readonly Lazy<JsonElement[]> Cases = new(() =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "bleu.json"))).RootElement.EnumerateArray()]);

    public static TheoryData<string> Names => [.. Cases.Value.Select(static one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Score_equals_the_definition(string name)
    {
        var one = Cases.Value.Single(one => one.GetProperty("name").GetString() == name);
        string[] hypotheses = [.. Texts(one.GetProperty("hypotheses"))];
        string[][] references = [.. one.GetProperty("references").EnumerateArray().Select(Texts)];
        var options = new BleuOptions
        {
            Tokenizer = one.GetProperty("tokenizer").GetString() == "13a" ? BleuTokenizer.Mteval13a : BleuTokenizer.None,
            LowerCase = one.GetProperty("lower").GetBoolean(),
            Smoothing = one.GetProperty("smooth").GetBoolean(),
        };
        var score = one.GetProperty("sentence").GetBoolean() ? Bleu.Sentence(hypotheses.Single(), references.Single(), options) : Bleu.Corpus(hypotheses, references, options);

        Assert.Equal(one.GetProperty("matches").EnumerateArray().Select(static count => count.GetInt64()), score.Matches);
        Assert.Equal(one.GetProperty("totals").EnumerateArray().Select(static count => count.GetInt64()), score.Totals);
        Assert.Equal((one.GetProperty("hypothesisLength").GetInt64(), one.GetProperty("referenceLength").GetInt64()), (score.HypothesisLength, score.ReferenceLength));
        Assert.All(one.GetProperty("precisions").EnumerateArray().Zip(score.Precisions), static pair => Assert.Equal(pair.First.GetDouble(), pair.Second, 1e-10));
        Assert.Equal(one.GetProperty("penalty").GetDouble(), score.BrevityPenalty, 1e-12);
        Assert.Equal(one.GetProperty("score").GetDouble(), score.Score, 1e-10);
    }

    [Fact]
    public void Score_equals_sacrebleu()
    {
        Assert.Equal(48.530827, Bleu.Corpus(Hypotheses, References).Score, 1e-6);
        Assert.Equal(49.1919566, Bleu.Corpus(Hypotheses, References, new BleuOptions { Tokenizer = BleuTokenizer.None }).Score, 1e-6);
    }

    [Fact]
    public void Score_is_formatted_like_sacrebleu() =>
        Assert.Equal("BLEU = 48.53 82.4/50.0/45.5/37.5 (BP = 0.943 ratio = 0.944 hyp_len = 17 ref_len = 18)", Bleu.Corpus(Hypotheses, References).ToString());

    [Fact]
    public void Missing_translations_or_references_are_errors()
    {
        Assert.Contains("no translation", Assert.Throws<ArgumentException>(() => Bleu.Corpus([], [])).Message);
        Assert.Contains("3 translations and references of 2", Assert.Throws<ArgumentException>(() => Bleu.Corpus(Hypotheses, References[..2])).Message);
        Assert.Contains("Translation 1 (counted from 0) has no reference", Assert.Throws<ArgumentException>(() => Bleu.Corpus(["a", "b"], [["a"], [""]])).Message);
    }

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(static text => text.GetString()!)];
}
