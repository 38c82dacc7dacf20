using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>A network that runs one step at a time with constant memory: for sampling, decoding and streaming.</summary>
/// <typeparam name="TState">The model's state record.</typeparam>
public interface IStepModel<TState>
    where TState : RecurrentState<TState>
{
    /// <summary>The initial state: zeros, on the device and with the dtype of the model.</summary>
    /// <param name="batch">The number of sequences.</param>
    TState InitialState(long batch = 1);

    /// <summary>One time step.</summary>
    /// <param name="input">int64 [batch] of tokens, or [batch, features].</param>
    /// <param name="state">The state before the step; <c>null</c> for zeros.</param>
    /// <returns>The output [batch, features] and the state after the step.</returns>
    (Tensor Output, TState State) Step(Tensor input, TState? state = null);
}

/// <summary>A network over whole sequences that takes an initial state and returns the final one.</summary>
/// <typeparam name="TState">The model's state record.</typeparam>
public interface ISequenceModel<TState>
    where TState : RecurrentState<TState>
{
    /// <summary>Runs over whole sequences.</summary>
    /// <param name="input">int64 [batch, time] of tokens, or [batch, time, features].</param>
    /// <param name="lengths">int64 [batch], the number of valid steps of each sequence; the rest is padding. <c>null</c>: all steps are valid.</param>
    /// <param name="state">The initial state; <c>null</c> for zeros.</param>
    /// <returns>The output [batch, time, features] and the state after the last step.</returns>
    (Tensor Output, TState State) forward(Tensor input, Tensor? lengths = null, TState? state = null);
}
