using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>A text as characters to learn from: its vocabulary, a training part and a part held out to judge by.</summary>
public sealed class CharacterCorpus : IDisposable
{
    /// <summary>Encodes a text and splits it: the first characters for training, the rest held out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="trainingFraction">How much of it is for training, above 0 and at most 1; what is left is held out (rounded up).</param>
    /// <param name="vocabulary">The characters; <c>null</c> takes those of the text.</param>
    /// <param name="device">Where the tokens are kept; <c>null</c> is the CPU.</param>
    /// <exception cref="ArgumentException">The text is empty or not valid Unicode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 and at most 1.</exception>
    /// <exception cref="UnknownCharacterException">The vocabulary given does not know a character of the text.</exception>
    public CharacterCorpus(string text, double trainingFraction = 0.9, CharacterVocabulary? vocabulary = null, Device? device = null)
    {
        CorpusText.Check(text, trainingFraction);
        Text = text;
        Vocabulary = vocabulary ?? CharacterVocabulary.FromText(text);
        var tokens = Vocabulary.Encode(text);
        var training = (int)(tokens.Length * trainingFraction);
        Training = new TokenSequence("training part of the text", tokens.AsSpan(0, training), device);
        HeldOut = new TokenSequence("held-out part of the text", tokens.AsSpan(training), device);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Its characters.</summary>
    public CharacterVocabulary Vocabulary { get; }

    /// <summary>The part to learn from.</summary>
    public TokenSequence Training { get; }

    /// <summary>The part to judge by.</summary>
    public TokenSequence HeldOut { get; }

    /// <summary>Frees the tokens of both parts.</summary>
    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
    }
}
