using System.Globalization;

namespace RnnDsl.Plots;

/// <summary>Words with their attention weights, drawn as shades of the background.</summary>
/// <remarks>
/// A word with at most the uniform weight has no shade. The largest weight of a text has the full colour, so shades compare the words of one text and
/// not different texts; but if no weight is three times the uniform one, all shades are paler.
/// </remarks>
public sealed record ShadedText
{
    private const double Outstanding = 3;

    /// <summary>A text of at least one word.</summary>
    /// <param name="caption">The caption, such as the predicted class.</param>
    /// <param name="words">The words.</param>
    /// <param name="weights">The attention weight of each word, from 0 to 1.</param>
    /// <param name="colour">The full colour as six hexadecimal digits, such as <c>#0f766e</c>.</param>
    /// <exception cref="ArgumentException">
    /// There are no words, the number of weights differs, a weight is negative or NaN, or the colour has another form.
    /// </exception>
    public ShadedText(string caption, IReadOnlyList<string> words, IReadOnlyList<double> weights, string colour)
    {
        ArgumentNullException.ThrowIfNull(caption);
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(colour);
        if (words.Count == 0)
            throw new ArgumentException("There are no words to shade.", nameof(words));
        if (words.Count != weights.Count)
            throw new ArgumentException(FormattableString.Invariant($"There are {words.Count} words and {weights.Count} weights."), nameof(weights));
        if (weights.Any(static weight => !double.IsFinite(weight) || weight < 0))
            throw new ArgumentException("A weight is negative or NaN.", nameof(weights));
        if (colour is not ['#', .. { Length: 6 } digits] || !digits.All(char.IsAsciiHexDigit))
            throw new ArgumentException($"'{colour}' is not a colour such as #0f766e.", nameof(colour));
        (Caption, Words, Weights, Colour) = (caption, words, weights, colour);
    }

    /// <summary>The caption.</summary>
    public string Caption { get; }

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>The attention weight of each word.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The full colour, as <c>#rrggbb</c>.</summary>
    public string Colour { get; }

    /// <summary>The strength of a word's shade, from 0 to 1 for the full colour.</summary>
    public double ShadeOf(int word)
    {
        var share = Weights.Average();
        return share > 0 ? Math.Max(0, Weights[word] - share) / (Math.Max(Weights.Max(), Outstanding * share) - share) : 0;
    }

    /// <summary>The words with the largest attention weights, in descending order.</summary>
    /// <param name="count">The maximum number of words.</param>
    public IEnumerable<(string Word, double Weight)> Strongest(int count) =>
        Words.Zip(Weights).OrderByDescending(static pair => pair.Second).Take(count);

    /// <summary>The words with their weights, such as <c>a: moving 0.71, film 0.12</c>.</summary>
    public override string ToString() =>
        $"{Caption}: {string.Join(", ", Words.Zip(Weights, static (word, weight) => string.Create(CultureInfo.InvariantCulture, $"{word} {weight:0.00}")))}";

    /// <summary>The background colour of a word on white, for images and terminals.</summary>
    internal Background BackgroundOf(int word)
    {
        var shade = ShadeOf(word);
        return new(Part(1), Part(3), Part(5));

        byte Part(int start) => (byte)Math.Round(byte.MaxValue + (shade * (Convert.FromHexString(Colour.AsSpan(start, 2))[0] - byte.MaxValue)));
    }

    /// <summary>A background colour.</summary>
    internal readonly record struct Background(byte Red, byte Green, byte Blue)
    {
        /// <summary>Whether white text is more legible on it than dark text.</summary>
        public bool IsDark => (0.299 * Red) + (0.587 * Green) + (0.114 * Blue) < 140;
    }
}
