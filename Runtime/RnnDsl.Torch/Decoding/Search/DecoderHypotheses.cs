using System.Text;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>The hypotheses of an encoder-decoder: one decoder state per hypothesis, and the memory of each source, which its hypotheses share.</summary>
/// <typeparam name="TState">The decoder's state record.</typeparam>
/// <param name="State">The decoder's state, one row per hypothesis.</param>
/// <param name="Memory">The memory of the sources; reindexed only when sources finish.</param>
public sealed record DecoderHypotheses<TState>(TState State, EncoderMemory Memory) : IHypotheses<DecoderHypotheses<TState>>
    where TState : RecurrentState<TState>
{
    /// <inheritdoc/>
    public IEnumerable<Tensor> Tensors => State.Tensors.Select(tensor => tensor.Value).Concat(Memory.Tensors);

    /// <inheritdoc/>
    public DecoderHypotheses<TState> Select(Tensor rows, Tensor? sources) =>
        new(State.Select(rows), sources is null ? Memory : Memory.Select(sources));

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(State), State), (nameof(Memory), Memory));
}
