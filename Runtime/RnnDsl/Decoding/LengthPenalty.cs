using System.Globalization;

namespace RnnDsl.Decoding;

/// <summary>
/// The divisor of the log-probability of a hypothesis, which compensates for the larger number of factors of long ones. The length n counts the
/// steps, the end token included.
/// </summary>
public sealed record LengthPenalty
{
    private readonly double _offset;
    private readonly double _exponent;

    private LengthPenalty(double offset, double exponent) => (_offset, _exponent) = (offset, exponent);

    /// <summary>No penalty: hypotheses are ranked by their log-probability.</summary>
    public static LengthPenalty None { get; } = new(0, 0);

    /// <summary>Divisor n: hypotheses are ranked by the mean log-probability of a token.</summary>
    public static LengthPenalty Average { get; } = new(0, 1);

    /// <summary>
    /// ((5 + n) / 6)^α, from Wu et al., "Google's Neural Machine Translation System: Bridging the Gap between Human and Machine Translation",
    /// 2016, equation 14.
    /// </summary>
    /// <param name="alpha">0 for no penalty; the paper finds 0.6 to 0.7 best.</param>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public static LengthPenalty Wu(double alpha) => alpha >= 0 && double.IsFinite(alpha)
        ? new LengthPenalty(5, alpha)
        : throw new ArgumentOutOfRangeException(
            nameof(alpha),
            $"The exponent of the length penalty is {alpha.ToString(CultureInfo.InvariantCulture)}; it must be a number of at least 0, such as 0.6.");

    /// <summary>The divisor for a length. It is monotonic in the length, on which early stopping relies.</summary>
    /// <param name="length">The number of steps, the end token included; less than 1 counts as 1.</param>
    public double Divisor(long length) => Math.Pow((_offset + Math.Max(1, length)) / (_offset + 1), _exponent);

    /// <summary>The formula, such as <c>((5 + n) / 6)^0.6</c>.</summary>
    public override string ToString() => (_offset, _exponent) switch
    {
        (_, 0) => "1",
        (0, 1) => "n",
        _ => string.Create(CultureInfo.InvariantCulture, $"(({_offset} + n) / {_offset + 1})^{_exponent}"),
    };
}
