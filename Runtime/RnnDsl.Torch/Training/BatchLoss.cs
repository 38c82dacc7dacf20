using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>The mean loss of one batch and its weight in <see cref="Evaluation.Mean"/>.</summary>
public readonly record struct BatchLoss
{
    /// <summary>The mean loss over a number of sequences or tokens.</summary>
    /// <param name="mean">A scalar, such as <c>model.Loss(scores, labels)</c>.</param>
    /// <param name="count">The number of sequences or tokens that it is the mean of.</param>
    /// <exception cref="ArgumentException">The loss is not a scalar, or the count is not above 0.</exception>
    public BatchLoss(Tensor mean, long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Mean = Scalar(mean);
        Count = tensor(count, device: mean.device);
    }

    /// <summary>The mean loss over the valid steps.</summary>
    /// <param name="mean">A scalar, such as <c>model.Loss(output, labels, lengths)</c>.</param>
    /// <param name="valid">The lengths of the sequences, int64 [batch], or the mask of the valid steps, bool [batch, time]; their sum is the weight.</param>
    /// <remarks>A batch with a sum of 0 adds nothing, even if its mean is NaN.</remarks>
    /// <exception cref="ArgumentException">The loss is not a scalar, or the sum is negative (checked on the CPU).</exception>
    public BatchLoss(Tensor mean, Tensor valid)
    {
        ArgumentNullException.ThrowIfNull(valid);
        Mean = Scalar(mean);
        Count = valid.is_floating_point() ? valid.detach().sum(ScalarType.Float64) : valid.sum();
        using var scope = NewDisposeScope();
        if (Count.device_type == DeviceType.CPU && Count.to(ScalarType.Float64).item<double>() is var weight && !(weight >= 0))
            throw new ArgumentOutOfRangeException(nameof(valid), weight, "The weight of a batch in BatchLoss, the sum of its lengths or of its mask, is at least 0.");
    }

    /// <summary>The mean loss of the batch.</summary>
    public Tensor Mean { get; }

    /// <summary>The number of sequences or tokens that the loss is the mean of, a scalar tensor.</summary>
    public Tensor Count { get; }

    /// <summary>The sum of the losses, float64.</summary>
    /// <exception cref="InvalidOperationException">The value is <c>default</c>.</exception>
    internal Tensor Sum
    {
        get
        {
            if (Mean is null)
                throw new InvalidOperationException("The loss of a batch is default(BatchLoss), without a loss and a weight. Return new BatchLoss(loss, lengths) or new BatchLoss(loss, count).");
            using var scope = NewDisposeScope();
            var count = Count.to(ScalarType.Float64);

            // 0 · NaN is NaN.
            return Mean.to(ScalarType.Float64).mul(count).masked_fill(count.eq(Scalars.Zero), Scalars.Zero).MoveToOuterDisposeScope();
        }
    }

    private static Tensor Scalar(Tensor mean)
    {
        ArgumentNullException.ThrowIfNull(mean);
        return mean.numel() == 1
            ? mean.detach()
            : throw new ArgumentException($"The loss of a batch must be a scalar; this one has the shape [{string.Join(", ", mean.shape)}]. Take its mean over the valid steps.", nameof(mean));
    }
}
