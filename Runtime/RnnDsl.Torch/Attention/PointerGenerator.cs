using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Says at each step how much is generated from the vocabulary and how much is copied from the source (See et al. 2017): a gate g = σ(w x + b) of what the
/// decoder knows, and P(word) = g softmax(scores) + (1 - g) Σ of the weights of the positions where the word stands. w and b are
/// <c>gate.weight</c> and <c>gate.bias</c> in the state_dict.
/// </summary>
public sealed class PointerGenerator : nn.Module
{
    // Below every probability that matters, and above where single precision ends.
    private static readonly Scalar Smallest = 1e-30;

    private readonly Linear _gate;
    private readonly long _extra;

    /// <summary>Draws new weights as PyTorch does for a linear layer.</summary>
    /// <param name="size">The length of what the gate reads.</param>
    /// <param name="extra">How many words behind the vocabulary's can be copied.</param>
    /// <param name="device">Where the weights lie; the default device if it is null.</param>
    /// <param name="dtype">The weights' precision; the default type if it is null.</param>
    public PointerGenerator(long size, long extra = 0, Device? device = null, ScalarType? dtype = null)
        : base(nameof(PointerGenerator))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extra);
        _extra = extra;
        _gate = nn.Linear(size, 1, device: device, dtype: dtype);
        register_module("gate", _gate);
    }

    /// <summary>The log-probabilities of a step or of all steps.</summary>
    /// <param name="scores">[rows, vocabulary] or [rows, time, vocabulary]</param>
    /// <param name="known">What the gate reads, [rows, size] or [rows, time, size].</param>
    /// <param name="weights">Attention weights, [rows, positions] or [rows, time, positions].</param>
    /// <param name="memory">The sources, with their tokens.</param>
    /// <returns>[rows, vocabulary + extra] or [rows, time, vocabulary + extra]</returns>
    /// <exception cref="ArgumentException">The memory has no tokens.</exception>
    public Tensor Mix(Tensor scores, Tensor known, Tensor weights, EncoderMemory memory)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Tokens is not { } tokens)
            throw new ArgumentException("What is copied are the tokens of the sources, and this memory has none: give them to CreateMemory.", nameof(memory));

        using var scope = NewDisposeScope();
        var gate = _gate.call(known).sigmoid();
        var generated = scores.softmax(-1) * gate;
        var whole = _extra == 0 ? generated : nn.functional.pad(generated, (0, _extra));

        var rows = memory.AtRows(tokens, weights.size(0));
        var places = weights.dim() == 2 ? rows : rows.unsqueeze(1).expand_as(weights);
        return whole.scatter_add(-1, places, weights * gate.neg().add(Scalars.One, Scalars.One)).clamp_min(Smallest).log().MoveToOuterDisposeScope();
    }

    /// <summary>The tokens of the sources that a memory holds for copying.</summary>
    /// <param name="tokens">int64 or int32 [sources, positions]; on the CPU each must be in the vocabulary or one of the extra words, in padding as well.</param>
    /// <param name="values">[sources, positions, features], the attention values.</param>
    /// <param name="vocabulary">The number of tokens in the vocabulary.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <returns>int64 [sources, positions]</returns>
    /// <exception cref="ArgumentException">The tokens have another type or shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is beyond the extra words, or negative.</exception>
    public Tensor Copied(Tensor tokens, Tensor values, long vocabulary, string model)
    {
        Expect.CopiedTokens(tokens, values, model);
        IndexChecks.Words(tokens, vocabulary, _extra, model);
        return tokens.dtype == ScalarType.Int64 ? tokens.alias() : tokens.to(ScalarType.Int64);
    }

    /// <summary>Tokens as an embedding knows them: those behind the vocabulary as the one that stands for unknown words.</summary>
    /// <param name="tokens">int64 or int32; on the CPU each must be in the vocabulary or one of the extra words.</param>
    /// <param name="vocabulary">How many tokens the embedding knows.</param>
    /// <param name="extra">How many words behind the vocabulary's can be copied.</param>
    /// <param name="unknown">What is read in place of the others.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is beyond the extra words, or negative.</exception>
    public static Tensor Known(Tensor tokens, long vocabulary, long extra, long unknown, string model)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        IndexChecks.Words(tokens, vocabulary, extra, model);
        using var scope = NewDisposeScope();
        using Scalar first = vocabulary;
        using Scalar replacement = unknown;
        return tokens.masked_fill(tokens.ge(first), replacement).MoveToOuterDisposeScope();
    }

    /// <summary>The constructor has registered the gate by its name.</summary>
    protected override void RegisterComponents() { }
}
