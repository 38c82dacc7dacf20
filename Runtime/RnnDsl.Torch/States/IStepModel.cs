using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>A network that can be run one step at a time, with constant memory: what sampling, decoding and streaming need.</summary>
/// <typeparam name="TState">The model's state record.</typeparam>
public interface IStepModel<TState>
    where TState : RecurrentState<TState>
{
    /// <summary>The state before the first step: zeros on the model's device, in its precision.</summary>
    /// <param name="batch">The number of sequences.</param>
    TState InitialState(long batch = 1);

    /// <summary>One time step.</summary>
    /// <param name="input">int64 [batch] of tokens, or [batch, features].</param>
    /// <param name="state">The state before the step; <c>null</c> starts from zeros.</param>
    /// <returns>The output [batch, features] and the state after the step.</returns>
    (Tensor Output, TState State) Step(Tensor input, TState? state = null);
}

/// <summary>A network over whole sequences that carries a state in and out.</summary>
/// <typeparam name="TState">The model's state record.</typeparam>
public interface ISequenceModel<TState>
    where TState : RecurrentState<TState>
{
    /// <summary>The output at every step of a sequence.</summary>
    /// <param name="input">int64 [batch, time] of tokens, or [batch, time, features].</param>
    /// <param name="lengths">int64 [batch], the number of valid steps of each sequence; the rest is padding. <c>null</c>: all steps are valid.</param>
    /// <param name="state">The state before the first step; <c>null</c> starts from zeros.</param>
    /// <returns>The output [batch, time, features] and the state after the last step.</returns>
    (Tensor Output, TState State) forward(Tensor input, Tensor? lengths = null, TState? state = null);
}
