using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>What the backward pass of an <see cref="AttentionLoop"/> computes in its steps.</summary>
internal sealed class AttentionLoopGradients
{
    /// <summary>Memory for the gradients.</summary>
    /// <param name="keys">[batch, positions, size]</param>
    /// <param name="values">[batch, positions, features]</param>
    /// <param name="weights">[time, batch, positions]</param>
    /// <param name="hasContexts">Whether the context vector is projected at each step.</param>
    /// <param name="hasQueries">Whether the scores are additive.</param>
    /// <param name="weightsGiven">[time, batch, positions], the gradient of the attention weights from the outputs; invalid for none.</param>
    public AttentionLoopGradients(Tensor keys, Tensor values, Tensor weights, bool hasContexts, bool hasQueries, Tensor weightsGiven)
    {
        var (steps, batch) = (weights.size(0), weights.size(1));
        (WeightsGiven, Scores, One) = (weightsGiven, empty_like(weights), ones([], dtype: keys.dtype, device: keys.device));
        Contexts = hasContexts ? values.new_empty(steps, batch, values.size(2)) : null;
        if (hasQueries)
        {
            Keys = keys.new_zeros(keys.shape);
            Queries = keys.new_empty(steps, batch, keys.size(2));
            Score = keys.new_zeros(batch, keys.size(2));
        }
    }

    /// <summary>[time, batch, positions], the gradient of the attention weights from the outputs; invalid for none.</summary>
    public Tensor WeightsGiven { get; }

    /// <summary>∂e, [time, batch, positions].</summary>
    public Tensor Scores { get; }

    /// <summary>The gradients of the context vectors that are projected at each step, [time, batch, features].</summary>
    public Tensor? Contexts { get; }

    /// <summary>The gradient of the keys of additive scores without the factor v, [batch, positions, size].</summary>
    public Tensor? Keys { get; }

    /// <summary>∂(W q) of additive scores, [time, batch, size].</summary>
    public Tensor? Queries { get; }

    /// <summary>The gradient of v of each row, [batch, size].</summary>
    public Tensor? Score { get; }

    /// <summary>The number 1.</summary>
    public Tensor One { get; }
}
