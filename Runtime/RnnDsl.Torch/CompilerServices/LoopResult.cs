using System.ComponentModel;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>The results of a <see cref="RecurrentLoop{T}"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class LoopResult
{
    private LoopResult(Tensor output, Tensor[] final, Tensor? attentionWeights) => (Output, Final, AttentionWeights) = (output, final, attentionWeights);

    /// <summary>The hidden states, [time, batch, size]; zero on padding.</summary>
    public Tensor Output { get; }

    /// <summary>Each state after the last valid step of each sequence, [batch, size].</summary>
    public Tensor[] Final { get; }

    /// <summary>The attention weights of a loop with attention, [time, batch, positions]; <c>null</c> for others.</summary>
    public Tensor? AttentionWeights { get; }

    /// <summary>The results of a forward pass.</summary>
    /// <param name="all">Each state after every step, [time, batch, size], or after the last step of each sequence, [1, batch, size]; then the attention weights.</param>
    /// <param name="states">The number of states.</param>
    /// <param name="steps">The number of steps.</param>
    /// <param name="lengths">int64 [batch], or <c>null</c>.</param>
    internal static LoopResult Of(List<Tensor> all, int states, long steps, Tensor? lengths)
    {
        var final = all.Take(states).Select(state => state.size(0) == steps ? Lengths.Last(state, lengths) : state.select(0, 0)).ToArray();
        return new LoopResult(Lengths.ZeroPadding(all[0], lengths), final, all.Count > states ? all[states] : null);
    }
}
