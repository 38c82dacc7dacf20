using RnnDsl.Kernels;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

public abstract partial class LoopKernel
{
    /// <summary>About as many multiplications as a hyperbolic tangent takes.</summary>
    private const int MultiplicationsOfTanh = 8;

    /// <summary>The attention of a forward pass.</summary>
    /// <param name="attention">Its tensors.</param>
    protected AttentionForward BindForward(AttentionLoop attention)
    {
        ArgumentNullException.ThrowIfNull(attention);
        var (positions, keySize, valueSize) = Sizes(attention);
        return new AttentionForward
        {
            Positions = positions,
            Keys = BindSource(attention.Keys),
            KeySize = keySize,
            Values = BindSource(attention.Values),
            ValueSize = valueSize,
            Weights = Bind(attention.Weights, positions),
            Padding = attention.Padding is { } padding ? Bind(padding, positions) : null,
            QueryWeight = attention.QueryWeight is { } weight ? Pack(weight, transposed: false) : null,
            Queries = attention.Queries is { } queries ? BindRows(queries, keySize) : default,
            Score = attention.Score is { } score ? Bind(score, keySize) : default,
            ContextWeight = attention.ContextWeight is { } projection ? Pack(projection, transposed: false) : null,
            Contexts = attention.Contexts is { } contexts ? BindRows(contexts, valueSize) : default,
        };
    }

    /// <summary>The attention of a backward pass.</summary>
    /// <param name="attention">Its tensors.</param>
    protected AttentionBackward BindBackward(AttentionLoop attention)
    {
        ArgumentNullException.ThrowIfNull(attention);
        var ((positions, keySize, valueSize), gradients) = (Sizes(attention), attention.BackwardPass);
        return new AttentionBackward
        {
            Positions = positions,
            Keys = BindSource(attention.Keys),
            KeySize = keySize,
            Values = BindSource(attention.Values),
            ValueSize = valueSize,
            Weights = Bind(attention.Weights, positions),
            WeightsGiven = BindGradient(gradients.WeightsGiven, positions),
            WeightsGradient = Scratch(positions),
            ScoresGradients = Bind(gradients.Scores, positions),
            QueryWeight = attention.QueryWeight is { } weight ? Pack(weight, transposed: true) : null,
            Queries = attention.Queries is { } queries ? Bind(queries, keySize) : default,
            Score = attention.Score is { } score ? Bind(score, keySize) : default,
            QueryGradients = gradients.Queries is { } queryGradients ? Bind(queryGradients, keySize) : default,
            KeysGradient = gradients.Keys is { } keysGradient ? BindSource(keysGradient) : default,
            ScoreGradient = gradients.Score is { } scoreGradient ? Bind(scoreGradient, keySize) : default,
            ContextWeight = attention.ContextWeight is { } projection ? Pack(projection, transposed: true) : null,
            ContextGradients = gradients.Contexts is { } contexts ? Bind(contexts, valueSize) : default,
        };
    }

    /// <summary>The positions, the columns of a key and those of a value.</summary>
    private (int Positions, int KeySize, int ValueSize) Sizes(AttentionLoop attention)
    {
        var (positions, keySize, valueSize) = (attention.Keys.size(1), attention.Keys.size(2), attention.Values.size(2));
        _multiplications += positions * (valueSize + (keySize * (attention.QueryWeight is null ? 1 : MultiplicationsOfTanh)));
        return checked(((int)positions, (int)keySize, (int)valueSize));
    }

    /// <summary>The memory of what each source has at every position, [batch, positions, columns].</summary>
    private StepMemory BindSource(Tensor tensor)
    {
        using var rows = tensor.detach().flatten(1);
        return Bind(rows, checked((int)rows.size(1)));
    }
}
