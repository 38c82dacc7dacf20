using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What a training step does to gradients between the backward pass and the optimizer.</summary>
public static class Gradients
{
    private static readonly Scalar Smallest = 1e-6;

    /// <summary>The backward pass of one step's loss, as <c>loss.backward()</c>, with errors that name their cause.</summary>
    /// <param name="loss">One number.</param>
    /// <exception cref="InvalidOperationException">
    /// The loss depends on an earlier step, whose graph has been freed; or the derivative of a recurrent layer has failed, with the reason as inner exception.
    /// </exception>
    public static void Backward(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        BackwardErrors.Take();
        try
        {
            loss.backward();
        }
        catch (ExternalException error) when (error.Message.Contains("backward through the graph a second time", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                "The loss of this step depends on a tensor of an earlier step, whose graph that step's backward pass has freed; most likely on a state that was handed "
                    + "from step to step. Keep such a state in a CarriedState, which cuts it off from its history (truncated backpropagation through time).",
                error);
        }
        catch (ExternalException) when (BackwardErrors.Take() is { } cause)
        {
            throw new InvalidOperationException($"The derivative of a recurrent layer has failed: {cause.Message}", cause);
        }
    }

    /// <summary>
    /// Scales all gradients by one factor so that their common norm is at most <paramref name="maxNorm"/> (Pascanu and others,
    /// "On the difficulty of training recurrent neural networks", 2013). All of it happens on the device; TorchSharp's own
    /// <c>clip_grad_norm_</c> returns a number and so waits for the device at each step.
    /// </summary>
    /// <returns>The norm before clipping: one number, on the device, in the enclosing dispose scope.</returns>
    public static Tensor ClipNorm(IEnumerable<Parameter> parameters, double maxNorm)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        using var scope = NewDisposeScope();
        using var quiet = no_grad();

        var gradients = parameters.Select(static parameter => parameter.grad).OfType<Tensor>().ToList();
        if (gradients.Count == 0)
            return zeros(1).squeeze(0).MoveToOuterDisposeScope();

        var norm = stack(gradients.Select(static gradient => gradient.norm())).norm();
        using Scalar largest = maxNorm;
        var factor = norm.add(Smallest, Scalars.One).reciprocal().mul(largest).clamp_max(Scalars.One);
        foreach (var gradient in gradients)
            gradient.mul_(factor);
        return norm.MoveToOuterDisposeScope();
    }

    /// <summary>Drops all gradients, so that a parameter the next step does not use has none rather than zero.</summary>
    internal static void Clear(IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
    }
}
