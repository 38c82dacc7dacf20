using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>Gradient operations between the backward pass and the optimizer step.</summary>
public static class Gradients
{
    private static readonly Scalar Smallest = 1e-6;

    /// <summary>The backward pass of the loss of one step, as <c>loss.backward()</c>, with errors that name the cause.</summary>
    /// <param name="loss">A scalar.</param>
    /// <exception cref="InvalidOperationException">
    /// The loss has no gradient; it depends on an earlier step, whose graph has been freed; or the backward pass of a recurrent layer failed, with the cause as inner exception.
    /// </exception>
    public static void Backward(Tensor loss)
    {
        ArgumentNullException.ThrowIfNull(loss);
        if (!loss.requires_grad)
        {
            throw new InvalidOperationException(
                "The loss has no gradient: it does not depend on a parameter that requires one, or it was detached or computed under no_grad. Compute it from the output of the model, with gradients on.");
        }
        BackwardErrors.Take();
        try
        {
            loss.backward();
        }
        catch (ExternalException error) when (error.Message.Contains("backward through the graph a second time", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(
                "The loss of this step depends on a tensor of an earlier step, whose graph that step's backward pass has freed; most likely on a state that was passed "
                    + "from step to step. Keep such a state in a CarriedState, which detaches it (truncated backpropagation through time).",
                error);
        }
        catch (ExternalException) when (BackwardErrors.Take() is { } cause)
        {
            throw new InvalidOperationException($"The backward pass of a recurrent layer failed: {cause.Message}", cause);
        }
    }

    /// <summary>
    /// Gradient clipping: scales all gradients by one factor so that their global norm is at most <paramref name="maxNorm"/> (Pascanu and others,
    /// "On the difficulty of training recurrent neural networks", 2013). Runs on the device without synchronisation; TorchSharp's
    /// <c>clip_grad_norm_</c> returns a number and synchronises at each step.
    /// </summary>
    /// <returns>The norm before clipping: a scalar tensor on the device, in the enclosing dispose scope.</returns>
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

    /// <summary>Sets all gradients to <c>null</c>, so that a parameter that the next step does not use has no gradient rather than zero.</summary>
    internal static void Clear(IEnumerable<Parameter> parameters)
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
    }
}
