using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>A network that reads window after window of texts side by side, with the state carried along.</summary>
internal interface IWindowReader : ICarriedState, IDisposable
{
    /// <summary>The scores of what follows each token of a window, [batch, time, tokens].</summary>
    /// <param name="window">[batch, time], which goes on where the one before ended.</param>
    /// <param name="first">Whether it is the first, which goes on from nothing.</param>
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
