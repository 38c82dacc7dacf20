using System.Globalization;

namespace RnnDsl.Torch;

/// <summary>What every way of decoding has to know: the tokens that begin and end, and the lengths that are allowed.</summary>
public record DecodingOptions
{
    /// <summary>The token that a target begins with; never part of what comes back. <c>null</c> where prompts say what comes first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public required long? Begin
    {
        get;
        init => field = value is null or >= 0 ? value : throw Wrong(nameof(Begin), value.Value, "a token of the vocabulary, at least 0, or null for none");
    }

    /// <summary>The token that ends a target; not part of what comes back. <c>null</c>: only the maximum length does.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public required long? End
    {
        get;
        init => field = value is null or >= 0 ? value : throw Wrong(nameof(End), value.Value, "a token of the vocabulary, at least 0, or null for none");
    }

    /// <summary>
    /// How many steps at most, that of the end token included: a number, or <see cref="LengthLimit.RelativeToSource"/>. What has not ended by
    /// then comes back unfinished.
    /// </summary>
    public LengthLimit MaximumLength
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = LengthLimit.Fixed(100);

    /// <summary>How many tokens must be there before the end token may come. Where a source's maximum is less, nothing ends there.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int MinimumLength
    {
        get;
        init => field = value >= 0 ? value : throw Wrong(nameof(MinimumLength), value, "a whole number of at least 0");
    }

    /// <summary>
    /// No run of so many tokens may come twice in a hypothesis (Paulus, Xiong and Socher, "A Deep Reinforced Model for Abstractive
    /// Summarization", ICLR 2018, with 3); 1 lets no token come twice. <c>null</c>: any may. Prompts do not count.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? NoRepeatNGram
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw Wrong(nameof(NoRepeatNGram), value.Value, "a whole number of at least 1, such as 3, or null for none");
    }

    /// <summary>Tokens that are never written, such as the one that stands for unknown words. None unless given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is negative.</exception>
    public IReadOnlyList<long> Excluded
    {
        get;
        init => field = value.Any(static token => token < 0)
            ? throw Wrong(nameof(Excluded), value.First(static token => token < 0), "tokens of the vocabulary, at least 0")
            : [.. value];
    } = [];

    /// <summary>Whether hypotheses come with what they attended to, where the network attends. It is kept on the device until the end.</summary>
    public bool KeepAttention { get; init; } = true;

    private protected static ArgumentOutOfRangeException Wrong(string option, double value, string expected) =>
        new(option, $"{option} is {value.ToString(CultureInfo.InvariantCulture)}; it must be {expected}.");
}
