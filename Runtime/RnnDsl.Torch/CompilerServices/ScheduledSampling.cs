using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>Scheduled sampling: the decoder reads some of its own predictions in training, which reduces exposure bias (Bengio et al. 2015).</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ScheduledSampling
{
    /// <summary>
    /// Decodes step by step. At each step but the first, each sequence reads, with the given probability, its most probable token of the previous step
    /// in place of the target's. The random numbers come from torch's generator.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="target">int64 [batch, time]; the begin token comes first.</param>
    /// <param name="memory">From the network's Encode.</param>
    /// <param name="state">From the network's Encode.</param>
    /// <param name="probability">The probability of reading the prediction, in [0, 1].</param>
    /// <returns>The output [batch, time, vocabulary], and the attention weights [batch, time, positions], <c>null</c> without attention.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1].</exception>
    /// <exception cref="ArgumentException">The target has no step.</exception>
    public static (Tensor Output, Tensor? Weights) Run<TState>(IEncoderDecoder<TState> model, Tensor target, EncoderMemory memory, TState state, double probability)
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(target);
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "Scheduled sampling reads predictions with a probability from 0 to 1, such as 0.1.");
        if (target.dim() != 2 || target.size(1) < 1)
            throw new ArgumentException($"A target is int64 [batch, time] of at least one step; this one is {target.dtype} [{string.Join(", ", target.shape)}].", nameof(target));

        using var scope = NewDisposeScope();
        var given = target.unbind(1);
        var (outputs, weights) = (new Tensor[given.Length], new List<Tensor>());
        using Scalar samplingProbability = probability;
        for (var t = 0; t < given.Length; t++)
        {
            var tokens = given[t];
            if (t > 0)
            {
                var reads = rand([tokens.size(0)], device: tokens.device).lt(samplingProbability);
                tokens = where(reads, outputs[t - 1].detach().argmax(1), tokens);
            }

            (outputs[t], state, var stepWeights) = model.Step(tokens, memory, state);
            if (stepWeights is not null)
                weights.Add(stepWeights);
        }

        return (stack(outputs, 1).MoveToOuterDisposeScope(), weights.Count == 0 ? null : stack(weights, 1).MoveToOuterDisposeScope());
    }
}
