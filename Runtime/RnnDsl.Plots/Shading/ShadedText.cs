namespace RnnDsl.Plots;

/// <summary>Words and how much a network attended to each: drawn with the words' backgrounds the stronger the more.</summary>
/// <remarks>
/// A word that got no more than its even share has no colour. The most attended one has the full colour, so shades compare the words of one text and
/// not texts with each other; but where attention is spread so evenly that no word has three times its share, all stay paler.
/// </remarks>
public sealed record ShadedText
{
    private const double Outstanding = 3;

    /// <summary>A text of one word or more.</summary>
    /// <param name="caption">The title, such as the network's verdict.</param>
    /// <param name="words">The words.</param>
    /// <param name="weights">The attention to each, from 0 to 1.</param>
    /// <param name="colour">The full colour as six hexadecimal digits, such as <c>#0f766e</c>.</param>
    /// <exception cref="ArgumentException">There is no word, there is not one weight for each, a weight is below 0 or no number, or the colour is not written so.</exception>
    public ShadedText(string caption, IReadOnlyList<string> words, IReadOnlyList<double> weights, string colour)
    {
        ArgumentNullException.ThrowIfNull(caption);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(colour);
        if (words.Count == 0)
            throw new ArgumentException("There is no word to shade.", nameof(words));
        if (words.Count != weights.Count)
            throw new ArgumentException(FormattableString.Invariant($"There are {words.Count} words and {weights.Count} weights."), nameof(weights));
        if (weights.Any(static weight => !double.IsFinite(weight) || weight < 0))
            throw new ArgumentException("A weight is below 0 or no number.", nameof(weights));
        if (colour is not ['#', .. { Length: 6 } digits] || !digits.All(char.IsAsciiHexDigit))
            throw new ArgumentException($"'{colour}' is no colour such as #0f766e.", nameof(colour));
        (Caption, Words, Weights, Colour) = (caption, words, weights, colour);
    }

    /// <summary>The title.</summary>
    public string Caption { get; }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The attention to each word.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The full colour, as <c>#rrggbb</c>.</summary>
    public string Colour { get; }

    /// <summary>How strong a word's background is, from 0 to 1 for the full colour.</summary>
    public double ShadeOf(int word)
    {
        var share = Weights.Average();
        return share > 0 ? Math.Max(0, Weights[word] - share) / (Math.Max(Weights.Max(), Outstanding * share) - share) : 0;
    }

    /// <summary>The words that were attended to the most, the first of them the most.</summary>
    /// <param name="count">How many at most.</param>
    public IEnumerable<(string Word, double Weight)> Strongest(int count) =>
        Words.Zip(Weights).OrderByDescending(static pair => pair.Second).Take(count);

    /// <summary>The background of a word on white: how a picture and a terminal draw it.</summary>
    internal Background BackgroundOf(int word)
    {
        var shade = ShadeOf(word);
        return new(Part(1), Part(3), Part(5));

        byte Part(int start) => (byte)Math.Round(byte.MaxValue + (shade * (Convert.FromHexString(Colour.AsSpan(start, 2))[0] - byte.MaxValue)));
    }

    /// <summary>What a word stands on.</summary>
    internal readonly record struct Background(byte Red, byte Green, byte Blue)
    {
        /// <summary>Whether white letters are read better on it than dark ones.</summary>
        public bool IsDark => (0.299 * Red) + (0.587 * Green) + (0.114 * Blue) < 140;
    }
}
