namespace RnnDsl.Text;

/// <summary>Encodes texts of several lines: the words of each line, followed by <see cref="SpecialTokens.End"/>.</summary>
/// <param name="tokenizer">Splits lines into words and joins them.</param>
/// <param name="vocabulary">Encodes words as tokens.</param>
public sealed class LineEncoding(WordTokenizer tokenizer, ITextVocabulary vocabulary)
{
    /// <summary>Splits lines into words and joins them.</summary>
    public WordTokenizer Tokenizer { get; } = tokenizer ?? throw new ArgumentNullException(nameof(tokenizer));

    /// <summary>Encodes words as tokens.</summary>
    public ITextVocabulary Vocabulary { get; } = vocabulary ?? throw new ArgumentNullException(nameof(vocabulary));

    /// <summary>The words of each line of a text; none for an empty line.</summary>
    /// <exception cref="ArgumentException">The text is not valid Unicode.</exception>
    public static IEnumerable<string[]> Lines(WordTokenizer tokenizer, string text)
    {
        ArgumentNullException.ThrowIfNull(tokenizer);
        ArgumentNullException.ThrowIfNull(text);
        return text.Split('\n').Select(tokenizer.Split);
    }

    /// <summary>Encodes a text, with an end token for each line feed; the text after the last line feed is an unfinished line.</summary>
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

    /// <summary>Decodes tokens line by line: each line is returned when its end token is read, an unfinished one at the end of the tokens.</summary>
    /// <param name="tokens">The tokens, possibly infinite.</param>
    /// <returns>Lines with their line feeds. Inverts <see cref="Encode"/> for known words, with the spaces of <see cref="WordTokenizer.Join"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A token is not in the vocabulary.</exception>
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
