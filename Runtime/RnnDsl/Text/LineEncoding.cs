namespace RnnDsl;

/// <summary>Texts of several lines as tokens and back: the words of each line, and <see cref="SpecialTokens.End"/> where it ends.</summary>
/// <param name="tokenizer">Lines as words, and words as lines.</param>
/// <param name="vocabulary">Words as tokens.</param>
public sealed class LineEncoding(WordTokenizer tokenizer, ITextVocabulary vocabulary)
{
    /// <summary>Lines as words, and words as lines.</summary>
    public WordTokenizer Tokenizer { get; } = tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));

    /// <summary>Words as tokens.</summary>
    public ITextVocabulary Vocabulary { get; } = vocabulary ?? throw new ArgumentNullException(nameof(vocabulary));

    /// <summary>The words of each line of a text; an empty line has none.</summary>
    /// <exception cref="ArgumentException">The text is not valid Unicode.</exception>
    public static IEnumerable<string[]> Lines(WordTokenizer tokenizer, string text)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n').Select(tokenizer.Split);
    }

    /// <summary>A text as tokens, with an end for each of its line feeds: what follows the last one is a line that has not ended.</summary>
    /// <exception cref="ArgumentException">The text is not valid Unicode.</exception>
    public long[] Encode(string text)
    {
        var tokens = new List<long>();
        foreach (var line in Lines(Tokenizer, text))
        {
            tokens.AddRange(Vocabulary.Encode(line));
            tokens.Add(SpecialTokens.End);
        }

        tokens.RemoveAt(tokens.Count - 1);
        return [.. tokens];
    }

    /// <summary>Tokens as a text, line by line: each is there as soon as its end is, and one without an end when the tokens are at theirs.</summary>
    /// <param name="tokens">The tokens, which may be without end.</param>
    /// <returns>Lines with their line feeds. What <see cref="Encode"/> made of words that are known comes back, with the spaces that <see cref="WordTokenizer.Join"/> sets.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary lacks a token.</exception>
    public IEnumerable<string> Decode(IEnumerable<long> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        return Iterate();

        IEnumerable<string> Iterate()
        {
            var line = new List<long>();
            foreach (var token in tokens)
            {
                if (token != SpecialTokens.End)
                {
                    line.Add(token);
                    continue;
                }

                yield return Join(line) + "\n";
                line.Clear();
            }

            if (line.Count > 0)
                yield return Join(line);
        }
    }

    private string Join(List<long> line) => Tokenizer.Join(Vocabulary.Decode([.. line]));
}
