using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class WordCorpusTests : IDisposable
{
    private const string Animals = "the cat sat\nthe dog sat\nthe cat ran\na 🐈 sang\n";

    private readonly DisposeScope _scope = NewDisposeScope();

    [Theory]
    [InlineData(0.6)]
    [InlineData(36 / 46.0)]
    public void Training_text_ends_at_a_line_end(double fraction)
    {
        using var corpus = Of(Animals, fraction);
        Assert.Equal("the cat sat\nthe dog sat\nthe cat ran\n", Text(corpus, corpus.Training));
        Assert.Equal((12, 4), (corpus.Training.Length, corpus.Validation.Length));
    }

    [Fact]
    public void Vocabulary_is_built_from_the_training_text_only()
    {
        using var corpus = Of(Animals, 0.6);
        Assert.Equal(SpecialTokens.Count + 5, corpus.Encoding.Vocabulary.Count);
        Assert.Equal(new UnknownTokens(3, 3), corpus.Unknown);
        Assert.Equal("<unk> <unk> <unk>\n", Text(corpus, corpus.Validation));
    }

    [Fact]
    public void Validation_characters_are_counted_in_the_validation_text()
    {
        using var corpus = Of(Animals, 0.6);

        // A cat is one character, though two UTF-16 units; the line feed counts.
        Assert.Equal("a c sang\n".Length, corpus.ValidationCharacters);
    }

    [Fact]
    public void Text_of_one_line_has_no_validation_text()
    {
        using var corpus = Of("the cat sat", 0.5);
        Assert.Equal((3, 0, 0), (corpus.Training.Length, corpus.Validation.Length, corpus.ValidationCharacters));
    }

    [Fact]
    public void Empty_text_and_invalid_fraction_are_errors()
    {
        Assert.Contains("The text is empty", Assert.Throws<ArgumentException>(() => Of("", 0.5)).Message, StringComparison.Ordinal);
        Assert.Contains("above 0 and at most 1", Assert.Throws<ArgumentOutOfRangeException>(() => Of(Animals, 0)).Message, StringComparison.Ordinal);
    }

    private static WordCorpus Of(string text, double fraction) =>
        new(text, new WordTokenizer(), static lines => WordVocabulary.FromSentences(lines), fraction);

    private static string Text(WordCorpus corpus, TokenSequence part)
    {
        var batch = part.Streams(1, 1_000).Single();
        return string.Concat(corpus.Encoding.Decode([batch.Inputs.data<long>()[0], .. batch.Targets.data<long>()]));
    }

    public void Dispose() => _scope.Dispose();
}
