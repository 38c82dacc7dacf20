using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// Gradient accumulation over the micro-batches of one step: ∇L = Σ_i w_i ∇L_i / Σ_i w_i, where w_i is 1 or the number of valid tokens. No operation synchronises.
/// </summary>
internal sealed class MicroBatches
{
    private Tensor? _loss;
    private Tensor? _weight;
    private int _count;
    private int _weighted;

    /// <summary>The backward pass of a micro-batch, in a dispose scope of its own inside the one of the step.</summary>
    /// <param name="loss">The loss of the micro-batch, a scalar.</param>
    /// <param name="weight">Its weight, a scalar; <c>null</c>: 1.</param>
    public void Backward(Tensor loss, Tensor? weight)
    {
        var factor = weight?.detach().to(loss.dtype, loss.device).reshape(loss.shape) ?? ones_like(loss);
        var weighted = loss.mul(factor);
        Gradients.Backward(weighted);
        _loss = Sum(_loss, weighted.detach());
        _weight = Sum(_weight, factor);
        _count++;
        _weighted += weight is null ? 0 : 1;
    }

    /// <summary>Divides the summed gradients by the sum of the weights, and returns the mean loss.</summary>
    /// <exception cref="InvalidOperationException">Some micro-batches have a weight, others none.</exception>
    public Tensor Mean(IEnumerable<Parameter> parameters)
    {
        if (_weighted > 0 && _weighted < _count)
        {
            throw new InvalidOperationException(
                $"{_weighted.Invariant()} of the {_count.Invariant()} micro-batches of this step have a weight. Call SetWeight in the loss of every micro-batch, or of none.");
        }

        using var quiet = no_grad();
        var divisor = _weight!.reshape([]);
        foreach (var gradient in parameters.Select(static parameter => parameter.grad).OfType<Tensor>())
            gradient.div_(divisor.to(gradient.dtype, gradient.device));
        return _loss!.div(_weight!);
    }

    private static Tensor Sum(Tensor? sum, Tensor term) => (sum is null ? term : sum.add(term, Scalars.One)).MoveToOuterDisposeScope();
}
