using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A text as tokens: what is learned from, and what is held out.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">What it is read as.</param>
/// <param name="Training">The first 90%.</param>
/// <param name="HeldOut">The rest.</param>
/// <param name="HeldOutCharacters">How many characters the rest has.</param>
/// <param name="Unknown">What of the rest is unknown; <c>null</c> of characters, which are all known.</param>
internal sealed record Corpus(string Text, TextTokens Tokens, TokenSequence Training, TokenSequence HeldOut, long HeldOutCharacters, UnknownTokens? Unknown) : IDisposable
{
    private const double TrainingFraction = 0.9;

    /// <summary>How many tokens the text has.</summary>
    public long Length => Training.Length + HeldOut.Length;

    /// <summary>A loss as nats per character, which tells tokens of one kind from those of another; a mean over tokens does not.</summary>
    /// <param name="loss">Nats per token of what is held out.</param>
    public double PerCharacter(double loss) => loss * HeldOut.Length / HeldOutCharacters;

    /// <exception cref="UsageException">There is no such vocabulary of the text.</exception>
    public static Corpus Of(string text, ShakespeareOptions options, Device device)
    {
        if (options.Tokens == TextTokens.Characters)
        {
            var characters = new CharacterCorpus(text, TrainingFraction, device: device);
            return new(text, new CharacterTokens(characters.Vocabulary), characters.Training, characters.Validation, characters.Validation.Length, Unknown: null);
        }

        try
        {
            var words = new WordCorpus(text, LineTokens.Tokenizer, lines => Learn(lines, options), TrainingFraction, device);
            return new(text, new LineTokens(words.Encoding), words.Training, words.Validation, words.ValidationCharacters, words.Unknown);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"--tokens {options.Tokens}, --vocabulary-size {options.VocabularySize}: {problem.Message}");
        }
    }

    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
    }

    private static ITextVocabulary Learn(IEnumerable<IReadOnlyList<string>> lines, ShakespeareOptions options)
    {
        if (options.Tokens == TextTokens.Subwords)
            return SubwordVocabulary.FromSentences(lines, options.VocabularySize!.Value);
        var words = WordVocabulary.FromSentences(lines, options.MinimumFrequency!.Value, options.VocabularySize);
        return words.Count > SpecialTokens.Count
            ? words
            : throw new UsageException($"--min-frequency {options.MinimumFrequency}: no word of the text comes that often. Take a smaller one, or a longer text.");
    }
}
