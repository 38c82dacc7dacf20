using System.Globalization;
using System.Text;

namespace RnnDsl.Sampling;

/// <summary>Options of sampling.</summary>
/// <remarks>Applied in this order: <see cref="SuppressedTokens"/>, temperature, <see cref="TopK"/>, then <see cref="TopP"/> among the remaining tokens.</remarks>
public sealed record SamplingOptions
{
    /// <summary>Greedy choice: always the most probable token.</summary>
    public static SamplingOptions Greedy { get; } = new() { Temperature = 0 };

    /// <summary>
    /// The divisor of the scores: 1 samples from the network's distribution, a smaller value sharpens it, a larger one flattens it,
    /// and 0 always takes the most probable token (the first of equals).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double Temperature
    {
        get;
        init => field = double.IsFinite(value) && value >= 0
            ? value
            : throw Wrong(nameof(Temperature), value, "a number of at least 0, such as 0.8 (0 always takes the most likely token)");
    } = 1;

    /// <summary>Top-k sampling: sample among the k most probable tokens; among equals the first. <c>null</c>: among all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? TopK
    {
        get;
        init => field = value is null or >= 1 ? value : throw Wrong(nameof(TopK), value.Value, "a whole number of at least 1, such as 40, or none");
    }

    /// <summary>
    /// Nucleus (top-p) sampling: sample among the fewest tokens whose probabilities sum to at least p, Holtzman et al.,
    /// "The Curious Case of Neural Text Degeneration", ICLR 2020. <c>null</c> or 1: among all.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0 and at most 1.</exception>
    public double? TopP
    {
        get;
        init => field = value is null or (> 0 and <= 1) ? value : throw Wrong(nameof(TopP), value.Value, "a number above 0 and at most 1, such as 0.9, or none");
    }

    /// <summary>Suppressed tokens, which are never sampled, such as the token for unknown words. Empty by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is negative.</exception>
    public IReadOnlyList<long> SuppressedTokens
    {
        get;
        init => field = value.Any(static token => token < 0)
            ? throw Wrong(nameof(SuppressedTokens), value.First(static token => token < 0), "tokens of the vocabulary, at least 0")
            : [.. value];
    } = [];

    private static ArgumentOutOfRangeException Wrong(string option, double value, string expected) =>
        new(option, $"{option} is {value.ToString(CultureInfo.InvariantCulture)}; it must be {expected}.");

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Temperature), Temperature), (nameof(TopK), TopK), (nameof(TopP), TopP), (nameof(SuppressedTokens), SuppressedTokens));
}
