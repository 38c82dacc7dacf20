using System.Text;

namespace RnnDsl.Decoding;

/// <summary>Generates text with a character model.</summary>
/// <param name="model">A model that maps characters to the scores of the next character.</param>
/// <param name="vocabulary">The vocabulary it was trained with.</param>
public sealed class TextGenerator<TState>(IStepModel<TState> model, CharacterVocabulary vocabulary)
    where TState : RecurrentState<TState>
{
    /// <summary>Generates text after a prompt; each character is returned as soon as it is computed.</summary>
    /// <param name="prompt">The prompt; not part of the result.</param>
    /// <param name="length">The number of characters to generate.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one text.</param>
    /// <exception cref="UnknownCharacterException">A character of the prompt is not in the vocabulary.</exception>
    /// <exception cref="ArgumentException">The prompt is empty, or <paramref name="length"/> negative.</exception>
    public IEnumerable<Rune> Stream(string prompt, int length, SamplingOptions options, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return TokenGenerator.Generate(model, vocabulary.Encode(prompt), options, random).Take(length).Select(token => vocabulary[token]);
    }

    /// <summary>Generates text after a prompt and returns it as one string, without the prompt.</summary>
    /// <inheritdoc cref="Stream"/>
    public string Generate(string prompt, int length, SamplingOptions options, RandomSource random) => string.Concat(Stream(prompt, length, options, random));
}
