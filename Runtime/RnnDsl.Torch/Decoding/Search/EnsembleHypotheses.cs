using System.Text;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>The hypotheses of an ensemble: the state of each member.</summary>
/// <typeparam name="TState">The state of a member.</typeparam>
/// <param name="Members">The states of the members, with the same rows.</param>
public sealed record EnsembleHypotheses<TState>(IReadOnlyList<TState> Members) : IHypotheses<EnsembleHypotheses<TState>>
    where TState : IHypotheses<TState>
{
    /// <inheritdoc/>
    public IEnumerable<Tensor> Tensors => Members.SelectMany(member => member.Tensors);

    /// <inheritdoc/>
    public EnsembleHypotheses<TState> Select(Tensor rows, Tensor? sources) => new([.. Members.Select(member => member.Select(rows, sources))]);

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Members), Members));
}
