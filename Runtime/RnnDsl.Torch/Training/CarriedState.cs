using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Tensors that training carries from one step to the next and a checkpoint must hold.</summary>
public interface ICarriedState
{
    /// <summary>The tensors to save, by name.</summary>
    IReadOnlyList<KeyValuePair<string, Tensor>> Tensors { get; }
}

/// <summary>
/// The recurrent state between two windows of truncated backpropagation. What is put in is cut off from its history and
/// outlives the step; what was there before is disposed.
/// </summary>
/// <remarks>
/// A state that is handed on as it is cannot be trained with: the step's dispose scope ends it, and its history leads into a graph that the step's
/// backward pass has freed. The model refuses the first with an <see cref="ArgumentException"/>, the <see cref="Trainer"/> the second with an
/// <see cref="InvalidOperationException"/>.
/// </remarks>
/// <typeparam name="TState">The model's state record.</typeparam>
public sealed class CarriedState<TState> : ICarriedState, IDisposable
    where TState : RecurrentState<TState>
{
    private TState _value;

    /// <summary>Begins with a state, as the model's <c>InitialState(batch)</c> gives it.</summary>
    public CarriedState(TState initial)
    {
        ArgumentNullException.ThrowIfNull(initial);
        _value = Keep(initial);
    }

    /// <summary>The state before the next window.</summary>
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
