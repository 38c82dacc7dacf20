using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// Gradient flow through time: the norm of ∂L/∂s_t for every state s and step t, of a loss at the end of a sequence.
/// Shows whether a network can learn long-term dependencies, or its gradient vanishes or explodes (Hochreiter 1991;
/// Bengio, Simard and Frasconi 1994; Pascanu, Mikolov and Bengio 2013).
/// </summary>
public static class StateGradients
{
    /// <summary>Unrolls the model with <see cref="IStepModel{TState}.Step"/> and differentiates the loss of its last output.</summary>
    /// <param name="model">The model. Its weights and their gradients are unchanged.</param>
    /// <param name="input">[batch, time, features], or int64 [batch, time].</param>
    /// <param name="loss">A scalar, from the output at the last step, [batch, features].</param>
    /// <returns>
    /// For each state by name: the norm over its whole tensor at each step. The first element belongs to the initial state, T steps
    /// from the end; the last one to the state before the last step.
    /// </returns>
    /// <remarks>
    /// A state is an input of the next step. For a model with several states, such as the hidden and the cell state of an LSTM, the gradient of
    /// one is taken with the others held constant.
    /// </remarks>
    /// <exception cref="ArgumentException">The sequences have no steps.</exception>
    public static IReadOnlyDictionary<string, double[]> Norms<TState>(IStepModel<TState> model, Tensor input, Func<Tensor, Tensor> loss)
        where TState : RecurrentState<TState>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(loss);
        var time = input.size(1);
        if (time == 0)
            throw new ArgumentException("The sequences have no steps; pass at least one.", nameof(input));

        using var scope = NewDisposeScope();
        using var tracked = set_grad_enabled(true);
        var state = model.InitialState(input.size(0));
        var names = state.Tensors.Select(static tensor => tensor.Key).ToArray();
        foreach (var (_, tensor) in state.Tensors)
            tensor.requires_grad_();

        var states = new List<Tensor>();
        Tensor? output = null;
        for (var t = 0L; t < time; t++)
        {
            states.AddRange(state.Tensors.Select(static tensor => tensor.Value));
            (output, state) = model.Step(input.select(1, t), state);
        }

        var gradients = autograd.grad([loss(output!)], states, allow_unused: true);
        var norms = names.ToDictionary(static name => name, _ => new double[time]);
        for (var i = 0; i < gradients.Count; i++)
        {
            // A state on which the output does not depend has no gradient.
            if (gradients[i] is { IsInvalid: false } gradient)
                norms[names[i % names.Length]][i / names.Length] = Norm(gradient);
        }
        return norms;
    }

    /// <summary>The norm, scaled so that squares neither overflow nor underflow.</summary>
    private static double Norm(Tensor gradient)
    {
        var precise = gradient.to(ScalarType.Float64);
        var largest = precise.abs().max().item<double>();
        using Scalar unit = largest;
        return double.IsFinite(largest) && largest > 0 ? largest * precise.div(unit).norm().item<double>() : largest;
    }
}
