using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>
/// A text as words or subwords: a <see cref="LineEncoding"/> with the vocabulary of the training split, the first part of the text,
/// and the validation split, the rest.
/// </summary>
public sealed class WordCorpus : IDisposable
{
    /// <summary>Splits a text at the end of a line, learns the vocabulary of the training split, and encodes both splits.</summary>
    /// <param name="text">The text.</param>
    /// <param name="tokenizer">Splits lines into words.</param>
    /// <param name="learn">Creates a vocabulary from tokenized lines, such as <see cref="WordVocabulary.FromSentences"/>.</param>
    /// <param name="trainingFraction">
    /// The fraction of the training split, above 0 and at most 1, in UTF-16 units; it ends with the line that reaches the fraction.
    /// </param>
    /// <param name="device">The device of the tokens; <c>null</c>: the CPU.</param>
    /// <exception cref="ArgumentException">The text is empty or not valid Unicode, or it has no vocabulary.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 and at most 1.</exception>
    public WordCorpus(
        string text, WordTokenizer tokenizer, Func<IEnumerable<IReadOnlyList<string>>, ITextVocabulary> learn, double trainingFraction = 0.9, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(learn);
        CorpusText.Check(text, trainingFraction);
        var (training, validation) = Split(text, trainingFraction);

        Text = text;
        Encoding = new LineEncoding(tokenizer, learn(LineEncoding.Lines(tokenizer, training)));
        Unknown = UnknownTokens.Count(Encoding.Vocabulary, LineEncoding.Lines(tokenizer, validation));
        ValidationCharacters = validation.EnumerateRunes().Count();
        Training = new TokenSequence("training part of the text", Encoding.Encode(training), device);
        Validation = new TokenSequence("validation part of the text", Encoding.Encode(validation), device);
    }

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>The encoding of text as tokens.</summary>
    public LineEncoding Encoding { get; }

    /// <summary>The training split.</summary>
    public TokenSequence Training { get; }

    /// <summary>The validation split.</summary>
    public TokenSequence Validation { get; }

    /// <summary>
    /// The number of characters (Unicode scalar values) of the validation split, with line feeds and spaces, by which losses of different tokens can be
    /// compared.
    /// </summary>
    public long ValidationCharacters { get; }

    /// <summary>The unknown tokens of the validation split, end tokens not counted.</summary>
    public UnknownTokens Unknown { get; }

    /// <summary>Disposes the tokens of both parts.</summary>
    public void Dispose()
    {
        Training.Dispose();
        Validation.Dispose();
    }

    private static (string Training, string Validation) Split(string text, double trainingFraction)
    {
        var mark = (int)(text.Length * trainingFraction);
        var lineFeed = text.IndexOf('\n', Math.Max(mark - 1, 0));
        var end = lineFeed < 0 ? text.Length : lineFeed + 1;
        return (text[..end], text[end..]);
    }
}
