using System.Text;
using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>The hypotheses of a network without sources, such as a language model.</summary>
/// <typeparam name="TState">The network's state record.</typeparam>
/// <param name="State">The network's state, one row per hypothesis.</param>
public sealed record RecurrentHypotheses<TState>(TState State) : IHypotheses<RecurrentHypotheses<TState>>
    where TState : RecurrentState<TState>
{
    /// <inheritdoc/>
    public IEnumerable<Tensor> Tensors => State.Tensors.Select(tensor => tensor.Value);

    /// <inheritdoc/>
    public RecurrentHypotheses<TState> Select(Tensor rows, Tensor? sources) => new(State.Select(rows));

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(State), State));
}
