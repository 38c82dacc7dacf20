using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Pointer-generator (See et al. 2017): at each step a gate g = σ(w x + b) mixes generation from the vocabulary with copying from the source:
/// P(word) = g softmax(scores) + (1 - g) Σ of the attention weights of the positions that hold the word. w and b are
/// <c>gate.weight</c> and <c>gate.bias</c> in the state_dict.
/// </summary>
public sealed class PointerGenerator : nn.Module
{
    // Below every relevant probability, and representable in float32.
    private static readonly Scalar Smallest = 1e-30;

    private readonly Linear _gate;
    private readonly long _extra;

    /// <summary>Initialises the weights as PyTorch does for a linear layer.</summary>
    /// <param name="size">The size of the gate's input.</param>
    /// <param name="extra">The number of extra words that can be copied, with token ids from the vocabulary size on.</param>
    /// <param name="device">Device of the weights; <c>null</c>: the default device.</param>
    /// <param name="dtype">Dtype of the weights; <c>null</c>: the default dtype.</param>
    public PointerGenerator(long size, long extra = 0, Device? device = null, ScalarType? dtype = null)
        : base(nameof(PointerGenerator))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(extra);
        _extra = extra;
        _gate = nn.Linear(size, 1, device: device, dtype: dtype);
        register_module("gate", _gate);
    }

    /// <summary>The number of extra words that can be copied.</summary>
    internal long Extra => _extra;

    /// <summary>The log-probabilities of a step or of all steps.</summary>
    /// <param name="scores">[rows, vocabulary] or [rows, time, vocabulary]</param>
    /// <param name="gateInput">The gate's input, [rows, size] or [rows, time, size].</param>
    /// <param name="weights">Attention weights, [rows, positions] or [rows, time, positions].</param>
    /// <param name="memory">The memory, with the tokens of the sources.</param>
    /// <returns>[rows, vocabulary + extra] or [rows, time, vocabulary + extra]</returns>
    /// <exception cref="ArgumentException">The memory has no tokens.</exception>
    public Tensor Mix(Tensor scores, Tensor gateInput, Tensor weights, EncoderMemory memory)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Tokens is not { } tokens)
            throw new ArgumentException("Copying reads the tokens of the sources, and this memory has none: pass them to CreateMemory.", nameof(memory));

        using var scope = NewDisposeScope();
        var gate = _gate.call(gateInput).sigmoid();
        var generated = scores.softmax(-1) * gate;
        var whole = _extra == 0 ? generated : nn.functional.pad(generated, (0, _extra));

        var rows = memory.AtRows(tokens, weights.size(0));
        var indices = weights.dim() == 2 ? rows : rows.unsqueeze(1).expand_as(weights);
        return whole.scatter_add(-1, indices, weights * gate.neg().add(Scalars.One, Scalars.One)).clamp_min(Smallest).log().MoveToOuterDisposeScope();
    }

    /// <summary>Checks the tokens of the sources, which the decoder copies, and converts them to int64.</summary>
    /// <param name="tokens">int64 or int32 [sources, positions]; on the CPU each must be in the vocabulary or one of the extra words, in padding as well.</param>
    /// <param name="values">[sources, positions, features], the attention values.</param>
    /// <param name="vocabulary">The number of tokens in the vocabulary.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <returns>int64 [sources, positions]</returns>
    /// <exception cref="ArgumentException">The tokens have another type or shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A token is beyond the extra words, or negative.</exception>
    public Tensor CopiedTokens(Tensor tokens, Tensor values, long vocabulary, string model)
    {
        Expect.CopiedTokens(tokens, values, model);
        IndexChecks.Words(tokens, vocabulary, _extra, model);
        return tokens.dtype == ScalarType.Int64 ? tokens.alias() : tokens.to(ScalarType.Int64);
    }

    /// <summary>Replaces the extra words by the token for unknown words, for the embedding.</summary>
    /// <param name="tokens">int64 or int32; on the CPU each must be in the vocabulary or one of the extra words.</param>
    /// <param name="vocabulary">The vocabulary size of the embedding.</param>
    /// <param name="extra">The number of extra words that can be copied.</param>
    /// <param name="unknown">The token that replaces extra words.</param>
    /// <param name="model">The model's name, for the message.</param>
    /// <exception cref="ArgumentOutOfRangeException">A token is beyond the extra words, or negative.</exception>
    public static Tensor ReplaceExtraWords(Tensor tokens, long vocabulary, long extra, long unknown, string model)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        IndexChecks.Words(tokens, vocabulary, extra, model);
        using var scope = NewDisposeScope();
        using Scalar first = vocabulary;
        using Scalar replacement = unknown;
        return tokens.masked_fill(tokens.ge(first), replacement).MoveToOuterDisposeScope();
    }

    /// <summary>Does nothing: the constructor registers the gate by name.</summary>
    protected override void RegisterComponents() { }
}
