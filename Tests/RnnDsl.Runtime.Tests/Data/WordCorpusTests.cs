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
    public void The_line_in_which_the_training_part_ends_is_its_last(double fraction)
    {
        using var corpus = Of(Animals, fraction);
        Assert.Equal("the cat sat\nthe dog sat\nthe cat ran\n", Text(corpus, corpus.Training));
        Assert.Equal((12, 4), (corpus.Training.Length, corpus.Validation.Length));
    }

    [Fact]
    public void The_vocabulary_is_that_of_the_training_part_alone()
    {
        using var corpus = Of(Animals, 0.6);
        Assert.Equal(SpecialTokens.Count + 5, corpus.Encoding.Vocabulary.Count);
        Assert.Equal(new UnknownTokens(3, 3), corpus.Unknown);
        Assert.Equal("<unk> <unk> <unk>\n", Text(corpus, corpus.Validation));
    }

    [Fact]
    public void Characters_are_those_of_the_text_that_is_held_out()
    {
        using var corpus = Of(Animals, 0.6);

        // A cat is one character, though two UTF-16 units; the line feed counts.
        Assert.Equal("a c sang\n".Length, corpus.ValidationCharacters);
    }

    [Fact]
    public void A_text_of_one_line_has_nothing_held_out()
    {
        using var corpus = Of("the cat sat", 0.5);
        Assert.Equal((3, 0, 0), (corpus.Training.Length, corpus.Validation.Length, corpus.ValidationCharacters));
    }

    [Fact]
    public void A_text_or_a_fraction_that_cannot_be_is_refused()
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
