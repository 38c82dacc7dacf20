using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>Reads consecutive windows of parallel token streams with carried state.</summary>
internal interface IWindowReader : ICarriedState, IDisposable
{
    /// <summary>Scores of the next token at each position of a window, [batch, time, tokens].</summary>
    /// <param name="window">[batch, time], the continuation of the previous window.</param>
    /// <param name="first">Whether it is the first window, which has a zero initial state.</param>
    Tensor Read(Tensor window, bool first);
}

/// <inheritdoc cref="IWindowReader"/>
internal sealed class WindowReader<TState>(ISequenceModel<TState> model, TState initial) : IWindowReader
    where TState : RecurrentState<TState>
{
    private readonly CarriedState<TState> _state = new(initial);

    public IReadOnlyList<KeyValuePair<string, Tensor>> Tensors => _state.Tensors;

    public Tensor Read(Tensor window, bool first)
    {
        var (scores, state) = model.forward(window, state: first ? null : _state.Value);
        _state.Value = state;
        return scores;
    }

    public void Dispose() => _state.Dispose();
}
