using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <content>Checks of a decoder's memory.</content>
public static partial class Expect
{
    /// <summary>Checks the attention values.</summary>
    /// <param name="values">[sources, positions, features]</param>
    /// <param name="features">The decoder's <c>memorySize</c>.</param>
    /// <param name="weight">A weight of the decoder, whose dtype and device the values have.</param>
    /// <param name="model">The decoder's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another dtype, shape or device, no source or no position.</exception>
    public static void Values(Tensor values, long features, Tensor weight, string model)
    {
        NotDisposed(values, model);
        if (!values.is_floating_point() || values.dim() != 3 || values.size(2) != features || values.size(1) < 1)
        {
            Refuse(values, model + ".CreateMemory", $"floating-point values [sources, positions, {features}] of at least one position, {features} being its memorySize");
        }

        NotEmpty(values, model + ".CreateMemory");
        LikeWeights(values, weight, model + ".CreateMemory", "values");
    }

    /// <summary>Checks the source summary.</summary>
    /// <param name="summary">[sources, features]</param>
    /// <param name="features">The decoder's <c>summarySize</c>.</param>
    /// <param name="values">The attention values, for the number of sources; <c>null</c> without attention.</param>
    /// <param name="weight">A weight of the decoder, whose dtype and device the summary has.</param>
    /// <param name="model">The decoder's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another dtype, shape or device, or no source.</exception>
    public static void Summary(Tensor summary, long features, Tensor? values, Tensor weight, string model)
    {
        NotDisposed(summary, model);
        if (!summary.is_floating_point() || summary.dim() != 2 || summary.size(1) != features || (values is not null && values.size(0) != summary.size(0)))
        {
            Refuse(summary, model + ".CreateMemory", $"a floating-point summary [{(values is null ? "sources" : values.size(0))}, {features}], {features} being its summarySize");
        }

        NotEmpty(summary, model + ".CreateMemory");
        LikeWeights(summary, weight, model + ".CreateMemory", "a summary");
    }

    /// <summary>Checks the tokens that can be copied, one for each position.</summary>
    /// <param name="tokens">int64 (or int32) [sources, positions]</param>
    /// <param name="values">[sources, positions, features], the attention values.</param>
    /// <param name="model">The decoder's name, for the message.</param>
    /// <exception cref="ArgumentException">The tensor has another dtype, shape or device.</exception>
    public static void CopiedTokens(Tensor tokens, Tensor values, string model)
    {
        ArgumentNullException.ThrowIfNull(values);
        NotDisposed(tokens, model);
        if (!IsToken(tokens) || tokens.dim() != 2 || tokens.size(0) != values.size(0) || tokens.size(1) != values.size(1))
        {
            Refuse(tokens, model + ".CreateMemory", $"int64 tokens [{values.size(0)}, {values.size(1)}], one for each position of the values");
        }

        if (!IsWith(tokens, values))
        {
            throw new ArgumentException($"{model}.CreateMemory reads tokens on {values.device}, the device of the values; it was given tokens on {tokens.device}. Move them there: tokens.to(device).");
        }
    }

    /// <summary>Checks a memory with keys and values.</summary>
    /// <param name="memory">From the decoder's CreateMemory.</param>
    /// <param name="rows">The number of rows that read it, the same for each source; <c>null</c>: one per source.</param>
    /// <param name="attention">The decoder's attention.</param>
    /// <param name="weight">A weight of the decoder.</param>
    /// <param name="model">The decoder's name, for the message.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">The memory is another decoder's, has another dtype or device, or its sources do not divide the rows.</exception>
    public static long Memory(EncoderMemory memory, long? rows, SourceAttention attention, Tensor weight, string model)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Keys is null || memory.Values is null)
        {
            throw new ArgumentException($"{model} reads a memory from its own CreateMemory; this memory has no keys and values.", nameof(memory));
        }

        // Keys are projections by the weights of one attention module; another module must not read them, even where the sizes agree.
        if (memory.Attention != attention)
        {
            throw new ArgumentException($"{model} reads a memory from its own CreateMemory; this memory was created by another decoder.", nameof(memory));
        }

        return RowsOf(memory, memory.Values, rows, weight, model);
    }

    /// <summary>Checks a memory with a source summary.</summary>
    /// <param name="memory">From the decoder's CreateMemory.</param>
    /// <param name="rows">The number of rows that read it, the same for each source; <c>null</c>: one per source.</param>
    /// <param name="features">The decoder's <c>summarySize</c>.</param>
    /// <param name="weight">A weight of the decoder.</param>
    /// <param name="model">The decoder's name, for the message.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">The memory is another decoder's, has another dtype or device, or its sources do not divide the rows.</exception>
    public static long Memory(EncoderMemory memory, long? rows, long features, Tensor weight, string model)
    {
        ArgumentNullException.ThrowIfNull(memory);
        if (memory.Summary is null)
        {
            throw new ArgumentException($"{model} reads a memory from its own CreateMemory; this memory has no summary of the sources.", nameof(memory));
        }

        var readers = RowsOf(memory, memory.Summary, rows, weight, model);
        return memory.Summary.size(1) == features
            ? readers
            : throw new ArgumentException(
                $"{model} reads a summary [{memory.Sources}, {features}]; this memory has {Shape(memory.Summary)}, so it was created by another decoder.", nameof(memory));
    }

    /// <summary>Checks that there is one target for each source.</summary>
    /// <param name="source">[batch, ...], what the encoder reads.</param>
    /// <param name="target">[batch, ...], what the decoder reads.</param>
    /// <param name="model">The encoder-decoder's name, for the message.</param>
    /// <exception cref="ArgumentException">There are more or fewer targets than sources.</exception>
    public static void Target(Tensor source, Tensor target, string model)
    {
        NotDisposed(source, model);
        NotDisposed(target, model);
        if (source.dim() > 0 && target.dim() > 0 && source.size(0) != target.size(0))
        {
            throw new ArgumentException(
                $"{model} reads one target for each source; it was given sources {Shape(source)} and targets {Shape(target)}. "
                    + "Where several targets have one source, repeat it: source.repeat_interleave(n, 0).", nameof(target));
        }
    }

    /// <summary>The number of rows that read a memory.</summary>
    private static long RowsOf(EncoderMemory memory, Tensor tensor, long? rows, Tensor weight, string model)
    {
        if (tensor.IsInvalid)
        {
            throw new ArgumentException(
                $"{model} was given a memory that has been disposed. A dispose scope disposes the tensors created in it; memory.DetachFromDisposeScope() keeps them.", nameof(memory));
        }

        var readers = rows ?? memory.Sources;
        if (readers < 1 || memory.Sources < 1 || readers % memory.Sources != 0)
        {
            throw new ArgumentException($"{model} was given {readers} rows for {memory.Sources} sources; each source needs the same number of consecutive rows.", nameof(memory));
        }

        LikeWeights(tensor, weight, model, "a memory");
        return readers;
    }
}
