using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>The hypotheses of an ensemble: what each member remembers of them.</summary>
/// <typeparam name="TState">What a member remembers.</typeparam>
/// <param name="Members">The members' states, each of as many rows.</param>
public sealed record EnsembleHypotheses<TState>(IReadOnlyList<TState> Members) : IHypotheses<EnsembleHypotheses<TState>>
    where TState : IHypotheses<TState>
{
    /// <inheritdoc/>
    public IEnumerable<Tensor> Tensors => Members.SelectMany(member => member.Tensors);

    /// <inheritdoc/>
    public EnsembleHypotheses<TState> Select(Tensor rows, Tensor? sources) => new([.. Members.Select(member => member.Select(rows, sources))]);
}
