using System.Globalization;
using System.Text;

namespace RnnDsl.Decoding;

/// <summary>Options of all decoding methods: begin and end tokens, length limits and suppressed tokens.</summary>
public record DecodingOptions
{
    /// <summary>The begin token, which the first step reads; not part of the result. <c>null</c> where prompts start the sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public required long? Begin
    {
        get;
        init => field = value is null or >= 0 ? value : throw Wrong(nameof(Begin), value.Value, "a token of the vocabulary, at least 0, or null for none");
    }

    /// <summary>The end token; not part of the result. <c>null</c>: only the maximum length ends a sequence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public required long? End
    {
        get;
        init => field = value is null or >= 0 ? value : throw Wrong(nameof(End), value.Value, "a token of the vocabulary, at least 0, or null for none");
    }

    /// <summary>
    /// The maximum number of steps, the end token included: a number, or <see cref="LengthLimit.RelativeToSource"/>. Sequences that reach it
    /// are returned unfinished.
    /// </summary>
    public LengthLimit MaximumLength
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = LengthLimit.Fixed(100);

    /// <summary>The minimum number of tokens before the end token. Where the maximum of a source is less, no sequence ends before the maximum.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int MinimumLength
    {
        get;
        init => field = value >= 0 ? value : throw Wrong(nameof(MinimumLength), value, "a whole number of at least 0");
    }

    /// <summary>
    /// The n of n-gram blocking: no n-gram occurs twice in a hypothesis (Paulus, Xiong and Socher, "A Deep Reinforced Model for Abstractive
    /// Summarization", ICLR 2018, with 3); 1 allows each token once. <c>null</c>: no blocking. Prompts do not count.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    public int? NoRepeatNGram
    {
        get;
        init => field = value is null or >= 1
            ? value
            : throw Wrong(nameof(NoRepeatNGram), value.Value, "a whole number of at least 1, such as 3, or null for none");
    }

    /// <summary>Suppressed tokens, which are never generated, such as the token for unknown words. Empty by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is negative.</exception>
    public IReadOnlyList<long> SuppressedTokens
    {
        get;
        init => field = value.Any(static token => token < 0)
            ? throw Wrong(nameof(SuppressedTokens), value.First(static token => token < 0), "tokens of the vocabulary, at least 0")
            : [.. value];
    } = [];

    /// <summary>Whether hypotheses include attention weights, if the network returns any. They stay on the device until the end.</summary>
    public bool KeepAttention { get; init; } = true;

    /// <summary>Checks that all tokens of the options are in the vocabulary that a network scores.</summary>
    /// <param name="vocabulary">The number of scores.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is not.</exception>
    internal void CheckTokens(long vocabulary)
    {
        Check(nameof(Begin), Begin);
        Check(nameof(End), End);
        foreach (var token in SuppressedTokens)
            Check(nameof(SuppressedTokens), token);

        void Check(string option, long? token)
        {
            if (token >= vocabulary)
            {
                throw new ArgumentOutOfRangeException(
                    option, $"{option} is {token}, and the network scores {vocabulary} tokens: it must be one of 0 to {vocabulary - 1}.");
            }
        }
    }

    private protected static ArgumentOutOfRangeException Wrong(string option, double value, string expected) =>
        new(option, $"{option} is {value.ToString(CultureInfo.InvariantCulture)}; it must be {expected}.");

    /// <summary>Prints the options, lists item by item.</summary>
    /// <param name="builder">What is printed so far.</param>
    protected virtual bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Begin), Begin), (nameof(End), End), (nameof(MaximumLength), MaximumLength), (nameof(MinimumLength), MinimumLength), (nameof(NoRepeatNGram), NoRepeatNGram), (nameof(SuppressedTokens), SuppressedTokens), (nameof(KeepAttention), KeepAttention));
}
