using System.Globalization;

namespace RnnDsl;

/// <summary>How the next token is chosen from the scores of a network.</summary>
/// <remarks>The options apply in this order: <see cref="Excluded"/>, temperature, then <see cref="TopK"/>, then <see cref="TopP"/> among what is left.</remarks>
public sealed record SamplingOptions
{
    /// <summary>Always the most likely token.</summary>
    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>
    /// What the scores are divided by: 1 samples from the network's own distribution, less makes likely tokens likelier, more evens them out,
    /// and 0 always takes the most likely one (the first of equals).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Temperature
    {
        get;
        init => field = double.IsFinite(value) && value >= 0
            ? value
            : throw Wrong(nameof(Temperature), value, "a number of at least 0, such as 0.8 (0 always takes the most likely token)");
    } = 1;

    /// <summary>Sample among this many of the most likely tokens; of equally likely ones the first are kept. <c>null</c>: among all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? TopK
    {
        get;
        init => field = value is null or >= 1 ? value : throw Wrong(nameof(TopK), value.Value, "a whole number of at least 1, such as 40, or none");
    }

    /// <summary>
    /// Sample among the fewest tokens whose probabilities add up to at least this much: nucleus sampling, Holtzman et al.,
    /// "The Curious Case of Neural Text Degeneration", ICLR 2020. <c>null</c> or 1: among all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 and at most 1.</exception>
    public double? TopP
    {
        get;
        init => field = value is null or (> 0 and <= 1) ? value : throw Wrong(nameof(TopP), value.Value, "a number above 0 and at most 1, such as 0.9, or none");
    }

    /// <summary>Tokens that are never chosen, whatever their scores, such as the one that stands for unknown words. None unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is negative.</exception>
    public IReadOnlyList<long> Excluded
    {
        get;
        init => field = value.Any(static token => token < 0)
            ? throw Wrong(nameof(Excluded), value.First(static token => token < 0), "tokens of the vocabulary, at least 0")
            : [.. value];
    } = [];

    private static ArgumentOutOfRangeException Wrong(string option, double value, string expected) =>
        new(option, $"{option} is {value.ToString(CultureInfo.InvariantCulture)}; it must be {expected}.");
}
