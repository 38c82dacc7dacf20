using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>Tensors that training carries from one step to the next and that a checkpoint saves.</summary>
public interface ICarriedState
{
    /// <summary>The tensors to save, by name.</summary>
    IReadOnlyList<KeyValuePair<string, Tensor>> Tensors { get; }
}

/// <summary>
/// The recurrent state between two windows of truncated backpropagation through time. Setting a state detaches it from its graph and from the
/// step's dispose scope, and disposes the previous one.
/// </summary>
/// <remarks>
/// Training needs this class to carry a state: the step's dispose scope disposes a state that is passed on directly, and its graph has been freed by the
/// step's backward pass. The model rejects the first with an <see cref="ArgumentException"/>, the <see cref="Trainer"/> the second with an
/// <see cref="InvalidOperationException"/>.
/// </remarks>
/// <typeparam name="TState">The model's state record.</typeparam>
public sealed class CarriedState<TState> : ICarriedState, IDisposable
    where TState : RecurrentState<TState>
{
    private TState _value;

    /// <summary>Starts with an initial state, from the model's <c>InitialState(batch)</c>.</summary>
    public CarriedState(TState initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        _value = Keep(initial);
    }

    /// <summary>The initial state of the next window.</summary>
    public TState Value
    {
        get => _value;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            var old = _value;
            _value = Keep(value);
            old.Dispose();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Tensors => _value.Tensors;

    /// <inheritdoc/>
    public void Dispose() => _value.Dispose();

    private static TState Keep(TState state) => state.Detach().DetachFromDisposeScope();
}
