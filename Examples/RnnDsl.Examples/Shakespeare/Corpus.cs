using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A text as tokens, split into training and validation.</summary>
/// <param name="Text">The text.</param>
/// <param name="Tokens">The tokenisation.</param>
/// <param name="Training">The first 90% of the tokens.</param>
/// <param name="Validation">The validation tokens, the last 10%.</param>
/// <param name="ValidationCharacters">Number of characters of the validation text.</param>
/// <param name="Unknown">Unknown tokens of the validation text; <c>null</c> for characters, which are all known.</param>
internal sealed record Corpus(string Text, TextTokens Tokens, TokenSequence Training, TokenSequence Validation, long ValidationCharacters, UnknownTokens? Unknown) : IDisposable
{
    public const double TrainingFraction = 0.9;

    /// <summary>Number of tokens of the text.</summary>
    public long Length => Training.Length + Validation.Length;

    /// <summary>Converts nats per token to nats per character, which is comparable between tokenisations.</summary>
    /// <param name="loss">Validation loss in nats per token.</param>
    public double PerCharacter(double loss) => loss * Validation.Length / ValidationCharacters;

    /// <exception cref="UsageException">The text does not allow the requested vocabulary.</exception>
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
        Validation.Dispose();
    }

    private static ITextVocabulary Learn(IEnumerable<IReadOnlyList<string>> lines, ShakespeareOptions options)
    {
        if (options.Tokens == TextTokens.Subwords)
            return SubwordVocabulary.FromSentences(lines, options.VocabularySize!.Value);
        var words = WordVocabulary.FromSentences(lines, options.MinimumFrequency!.Value, options.VocabularySize);
        return words.Count > SpecialTokens.Count
            ? words
            : throw new UsageException($"--min-frequency {options.MinimumFrequency}: no word of the text is that frequent. Take a smaller one, or a longer text.");
    }
}
