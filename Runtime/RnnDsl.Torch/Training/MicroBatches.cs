using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// Gradient accumulation over the micro-batches of one step: ∇L = Σ_i w_i ∇L_i / Σ_i w_i, where w_i is 1 or the number of valid tokens. The sums of
/// gradients are float32, or float64 for gradients in float64; those of losses and weights are float64. A micro-batch of weight 0 adds nothing, even if its loss is NaN. No operation synchronises.
/// </summary>
internal sealed class MicroBatches(IReadOnlyList<Parameter> parameters)
{
    private static readonly Scalar NotANumber = double.NaN;

    private readonly Tensor?[] _gradients = new Tensor?[parameters.Count];
    private Tensor? _loss;
    private Tensor? _weight;
    private int _count;
    private int _weighted;

    /// <summary>The backward pass of a micro-batch, in a dispose scope of its own inside the one of the step.</summary>
    /// <param name="loss">The loss of the micro-batch, a scalar.</param>
    /// <param name="weight">Its weight, a scalar; <c>null</c>: 1.</param>
    public void Backward(Tensor loss, Tensor? weight)
    {
        _count++;
        _weighted += weight is null ? 0 : 1;
        if (weight?.device_type == DeviceType.CPU && weight.item<double>() == 0)
            return;

        Gradients.Backward(loss);
        using var quiet = no_grad();
        var value = loss.detach().to(ScalarType.Float64).reshape([]);
        var factor = weight is null ? null : Factor(weight.to(value.dtype, value.device).reshape([]));
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters[i].grad is not { } gradient)
                continue;
            _gradients[i] = Sum(_gradients[i], Precise(gradient), factor);

            // The next backward pass writes a gradient of its own.
            parameters[i].grad = null;
        }
        _loss = Sum(_loss, value.clone(), factor);
        _weight = Sum(_weight, factor?.clone() ?? ones_like(value), null);
    }

    /// <summary>
    /// Adds the micro-batches of the other ranks: the sums of gradients, losses and weights become those of all ranks. The gradients of a dtype are reduced in one bucket.
    /// </summary>
    /// <param name="ranks">All ranks.</param>
    /// <param name="stops">Whether this rank requests a stop after the step.</param>
    public void Reduce(DataParallel ranks, bool stops)
    {
        using var quiet = no_grad();

        // Figures first: which parameters have a gradient on some rank, how many micro-batches there are, and the sums of their losses and weights.
        var own = new double[parameters.Count + 5];
        for (var i = 0; i < parameters.Count; i++)
            own[i] = _gradients[i] is null ? 0 : 1;
        (own[^5], own[^4], own[^3]) = (_count, _weighted, stops ? 1 : 0);
        (own[^2], own[^1]) = _loss is null || _weight is null ? (0, 0) : (_loss.item<double>(), _weight.item<double>());
        var figures = tensor(own);
        ranks.AllReduce(figures);
        var all = figures.data<double>().ToArray();
        (_count, _weighted) = ((int)all[^5], (int)all[^4]);
        if (all[^3] > 0)
            ranks.AgreeOnStop();
        if (all[^1] != 0)
            (_loss, _weight) = (figures[^2], figures[^1]);

        foreach (var bucket in Enumerable.Range(0, parameters.Count).Where(i => all[i] > 0).GroupBy(i => PreciseType(parameters[i].dtype)))
        {
            var indices = bucket.ToList();
            var flat = cat([.. indices.Select(i => _gradients[i]?.reshape(-1) ?? zeros(parameters[i].numel(), bucket.Key, parameters[i].device))]);
            ranks.AllReduce(flat);
            var parts = flat.split([.. indices.Select(i => parameters[i].numel())]);
            for (var k = 0; k < indices.Count; k++)
                _gradients[indices[k]] = parts[k].view(parameters[indices[k]].shape);
        }
    }

    /// <summary>Sets the gradients to the sums divided by the sum of the weights, and returns the mean loss.</summary>
    /// <exception cref="InvalidOperationException">Some micro-batches have a weight, others none; or all weights are 0.</exception>
    public Tensor Mean()
    {
        if (_weighted > 0 && _weighted < _count)
        {
            throw new InvalidOperationException(
                $"{_weighted.Invariant()} of the {_count.Invariant()} micro-batches of this step have a weight. Call SetWeight in the loss of every micro-batch, or of none.");
        }
        if (_loss is null || _weight is null)
        {
            throw new InvalidOperationException(
                $"The weights of all {_count.Invariant()} micro-batches of this step, set with SetWeight, are 0, and there is no mean over them. Leave out batches without valid tokens.");
        }

        using var quiet = no_grad();
        for (var i = 0; i < parameters.Count; i++)
        {
            if (_gradients[i] is { } sum)
                parameters[i].grad = sum.div_(_weight.to(sum.dtype, sum.device)).to(parameters[i].dtype);
        }
        return _loss.div(_weight);
    }

    /// <summary>The weight; NaN if it is negative, so that the loss shows it at the next log.</summary>
    private static Tensor Factor(Tensor weight) =>
        weight.device_type == DeviceType.CPU ? weight : weight.masked_fill(weight.lt(Scalars.Zero), NotANumber);

    private static Tensor Precise(Tensor tensor) => tensor.to(PreciseType(tensor.dtype));

    /// <summary>The dtype of a sum.</summary>
    private static ScalarType PreciseType(ScalarType dtype) => dtype is ScalarType.Float16 or ScalarType.BFloat16 ? ScalarType.Float32 : dtype;

    /// <summary>Adds a term times a factor to a sum, which belongs to the dispose scope of the step. Overwrites the term.</summary>
    private static Tensor Sum(Tensor? sum, Tensor term, Tensor? factor)
    {
        if (factor is not null)
        {
            factor = factor.to(term.dtype, term.device);

            // 0 · NaN is NaN. On the CPU a micro-batch of weight 0 does not get here.
            if (factor.device_type != DeviceType.CPU)
                term = term.masked_fill_(factor.eq(Scalars.Zero), Scalars.Zero);
        }
        // Multiplied and added in two operations, and so rounded as on ranks, which add their products: one operation rounds once, where it is computed by fused instructions.
        if (factor is not null)
            term.mul_(factor);
        return sum is null ? term.MoveToOuterDisposeScope() : sum.add_(term, Scalars.One);
    }
}
