using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// A text as words, or parts of words, to learn from: a <see cref="LineEncoding"/> with the vocabulary of its first part, which is for
/// training, and the rest held out to judge by.
/// </summary>
public sealed class WordCorpus : IDisposable
{
    /// <summary>Splits a text at the end of a line, learns the words of the first part, and encodes both.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">Lines as words.</param>
    /// <param name="learn">The vocabulary of lines, each as its words, such as <see cref="WordVocabulary.FromSentences"/> gives it.</param>
    /// <param name="trainingFraction">
    /// How much of the text is for training, above 0 and at most 1, counted in UTF-16 units; the line in which that ends is still for training.
    /// </param>
    /// <param name="device">Where the tokens are kept; <c>null</c> is the CPU.</param>
    /// <exception cref="ArgumentException">The text is empty or not valid Unicode, or there is no vocabulary of it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 and at most 1.</exception>
    public WordCorpus(
        string text, WordTokenizer tokenizer, Func<IEnumerable<IReadOnlyList<string>>, ITextVocabulary> learn, double trainingFraction = 0.9, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(learn);
        CorpusText.Check(text, trainingFraction);
        var (training, heldOut) = Split(text, trainingFraction);

        Text = text;
        Encoding = new LineEncoding(tokenizer, learn(LineEncoding.Lines(tokenizer, training)));
        Unknown = UnknownTokens.Count(Encoding.Vocabulary, LineEncoding.Lines(tokenizer, heldOut));
        HeldOutCharacters = heldOut.EnumerateRunes().Count();
        Training = new TokenSequence("training part of the text", Encoding.Encode(training), device);
        HeldOut = new TokenSequence("held-out part of the text", Encoding.Encode(heldOut), device);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The text as tokens, and tokens as a text.</summary>
    public LineEncoding Encoding { get; }

    /// <summary>The part to learn from.</summary>
    public TokenSequence Training { get; }

    /// <summary>The part to judge by.</summary>
    public TokenSequence HeldOut { get; }

    /// <summary>How many characters (Unicode scalar values) the held-out part has, line feeds and spaces among them: what makes losses of different tokens comparable.</summary>
    public long HeldOutCharacters { get; }

    /// <summary>What the vocabulary does not know of the held-out part, its lines' ends not counted.</summary>
    public UnknownTokens Unknown { get; }

    /// <summary>Frees the tokens of both parts.</summary>
    public void Dispose()
    {
        Training.Dispose();
        HeldOut.Dispose();
    }

    private static (string Training, string HeldOut) Split(string text, double trainingFraction)
    {
        var mark = (int)(text.Length * trainingFraction);
        var lineFeed = text.IndexOf('\n', Math.Max(mark - 1, 0));
        var place = lineFeed < 0 ? text.Length : lineFeed + 1;
        return (text[..place], text[place..]);
    }
}
