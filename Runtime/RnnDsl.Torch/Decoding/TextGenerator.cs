using System.Text;

namespace RnnDsl.Torch;

/// <summary>Writes text, character by character, with a character model.</summary>
/// <param name="model">A model from characters to the scores of the next one.</param>
/// <param name="vocabulary">The vocabulary it was trained with.</param>
public sealed class TextGenerator<TState>(IStepModel<TState> model, CharacterVocabulary vocabulary)
    where TState : RecurrentState<TState>
{
    /// <summary>Goes on after a prompt; each character is there as soon as it is computed.</summary>
    /// <param name="prompt">The text to begin with; not part of what comes back.</param>
    /// <param name="length">How many characters to write.</param>
    /// <param name="options">Temperature, top-k, top-p and suppressed tokens.</param>
    /// <param name="random">The random source; one seed gives one text.</param>
    /// <exception cref="UnknownCharacterException">The vocabulary does not know a character of the prompt.</exception>
    /// <exception cref="ArgumentException">The prompt is empty, or <paramref name="length"/> negative.</exception>
    public IEnumerable<Rune> Stream(string prompt, int length, SamplingOptions options, RandomSource random)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return TokenGenerator.Generate(model, vocabulary.Encode(prompt), options, random).Take(length).Select(token => vocabulary[token]);
    }

    /// <summary>Goes on after a prompt and returns all of it at once, without the prompt.</summary>
    /// <inheritdoc cref="Stream"/>
    public string Generate(string prompt, int length, SamplingOptions options, RandomSource random) => string.Concat(Stream(prompt, length, options, random));
}
