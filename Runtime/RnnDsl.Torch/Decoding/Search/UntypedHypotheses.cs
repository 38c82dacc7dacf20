using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Hypotheses with a state of any type, so that networks of different types can be members of one <see cref="Ensemble"/>.</summary>
public sealed class UntypedHypotheses : IHypotheses<UntypedHypotheses>
{
    private readonly object _state;
    private readonly Func<Tensor, Tensor?, UntypedHypotheses> _select;

    private UntypedHypotheses(object state, IEnumerable<Tensor> tensors, Func<Tensor, Tensor?, UntypedHypotheses> select) =>
        (_state, Tensors, _select) = (state, tensors, select);

    /// <inheritdoc/>
    public IEnumerable<Tensor> Tensors { get; }

    /// <summary>Wraps a start of any state type.</summary>
    public static DecodingStart<UntypedHypotheses> From<TState>(DecodingStart<TState> start)
        where TState : IHypotheses<TState>
    {
        ArgumentNullException.ThrowIfNull(start);
        return new DecodingStart<UntypedHypotheses>
        {
            Step = (tokens, before) =>
            {
                var (output, after, weights) = start.Step(tokens, (TState)before._state);
                return (output, Of(after), weights);
            },
            State = Of(start.State),
            Tokens = start.Tokens,
            SourceLengths = start.SourceLengths,
            Padding = start.Padding,
        };
    }

    /// <inheritdoc/>
    public UntypedHypotheses Select(Tensor rows, Tensor? sources) => _select(rows, sources);

    private static UntypedHypotheses Of<TState>(TState state)
        where TState : IHypotheses<TState> =>
        new(state, state.Tensors, (rows, sources) => Of(state.Select(rows, sources)));
}
