using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>What a training step does to gradients between the backward pass and the optimizer.</summary>
public static class Gradients
{
    /// <summary>The backward pass of one step's loss.</summary>
    /// <exception cref="InvalidOperationException">The loss depends on an earlier step, whose graph has been freed.</exception>
    internal static void Backward(Tensor loss)
    {
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
        var factor = (maxNorm / (norm + 1e-6)).clamp_max(1.0);
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
