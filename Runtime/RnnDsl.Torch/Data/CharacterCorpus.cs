using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>A text as characters: its vocabulary, a training split and a validation split.</summary>
public sealed class CharacterCorpus : IDisposable
{
    /// <summary>Encodes a text and splits it: the first characters are the training split, the rest the validation split.</summary>
    /// <param name="text">The text.</param>
    /// <param name="trainingFraction">The fraction of the training split, above 0 and at most 1; the rest is the validation split (rounded up).</param>
    /// <param name="vocabulary">The vocabulary; <c>null</c>: the characters of the text.</param>
    /// <param name="device">The device of the tokens; <c>null</c>: the CPU.</param>
    /// <exception cref="ArgumentException">The text is empty or not valid Unicode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 and at most 1.</exception>
    /// <exception cref="UnknownCharacterException">A character of the text is not in the given vocabulary.</exception>
    public CharacterCorpus(string text, double trainingFraction = 0.9, CharacterVocabulary? vocabulary = null, Device? device = null)
    {
        CorpusText.Check(text, trainingFraction);
        Text = text;
        Vocabulary = vocabulary ?? CharacterVocabulary.FromText(text);
        var tokens = Vocabulary.Encode(text);
        var training = (int)(tokens.Length * trainingFraction);
        Training = new TokenSequence("training part of the text", tokens.AsSpan(0, training), device);
        Validation = new TokenSequence("validation part of the text", tokens.AsSpan(training), device);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The vocabulary.</summary>
    public CharacterVocabulary Vocabulary { get; }

    /// <summary>The training split.</summary>
    public TokenSequence Training { get; }

    /// <summary>The validation split.</summary>
    public TokenSequence Validation { get; }

    /// <summary>Disposes the tokens of both parts.</summary>
    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
    }
}
