using System.Globalization;

namespace RnnDsl.Decoding;

/// <summary>The maximum number of generated tokens: fixed, or proportional to the length of the source.</summary>
public sealed record LengthLimit
{
    private readonly double _perPosition;
    private readonly int _tokens;

    private LengthLimit(double perPosition, int tokens) => (_perPosition, _tokens) = (perPosition, tokens);

    /// <summary>A fixed limit.</summary>
    /// <param name="tokens">The maximum number of steps, the end token included.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static LengthLimit Fixed(int tokens) => tokens >= 1
        ? new LengthLimit(0, tokens)
        : throw new ArgumentOutOfRangeException(nameof(tokens), $"The maximum length is {tokens}; it must be a whole number of at least 1, such as 100.");

    /// <summary>A limit of ⌊factor × length of the source⌋ + more, at least 1.</summary>
    /// <param name="factor">The number of steps per position of the source.</param>
    /// <param name="more">The number of additional steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is not a positive number, or <paramref name="more"/> negative.</exception>
    public static LengthLimit RelativeToSource(double factor, int more = 0)
    {
        if (!(factor > 0 && double.IsFinite(factor)))
        {
            var found = factor.ToString(CultureInfo.InvariantCulture);
            throw new ArgumentOutOfRangeException(
                nameof(factor), $"The maximum length is {found} times that of the source; it must be a positive number, such as 1.5.");
        }

        if (more < 0)
            throw new ArgumentOutOfRangeException(nameof(more), $"The maximum length has {more} additional tokens; that must be at least 0, such as 10.");
        return new LengthLimit(factor, more);
    }

    /// <summary>A fixed limit.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public static implicit operator LengthLimit(int tokens) => Fixed(tokens);

    /// <inheritdoc/>
    public override string ToString() => IsRelative
        ? string.Create(CultureInfo.InvariantCulture, $"{_perPosition} for each position of the source, and {_tokens}")
        : _tokens.ToString(CultureInfo.InvariantCulture);

    internal bool IsRelative => _perPosition > 0;

    internal long Of(long sourceLength) => Math.Max(1, (long)Math.Floor(_perPosition * sourceLength) + _tokens);
}
