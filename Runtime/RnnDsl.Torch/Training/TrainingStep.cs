using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>The inputs of the loss of one training step, or of one of its micro-batches.</summary>
/// <param name="Number">
/// The number of the batch, from 1: the number of the step, and with <see cref="TrainerOptions.GradientAccumulationSteps"/> or <see cref="TrainerOptions.Communicator"/> that of the
/// micro-batch over all steps and ranks, so that data chosen by this number differ in each.
/// </param>
/// <param name="Random">
/// Random numbers for the data of this batch: a function of the seed and <paramref name="Number"/>, so that a resumed run gets the same numbers as an
/// uninterrupted one.
/// </param>
public readonly record struct TrainingStep(long Number, RandomSource Random)
{
    internal StepRecord? Record { get; init; }

    /// <summary>The number of the optimizer's step, from 1, of <see cref="TrainerOptions.Steps"/>. It differs from <see cref="Number"/> only with gradient accumulation or several ranks.</summary>
    public long OptimizerStep => Record?.OptimizerStep ?? Number;

    /// <summary>
    /// Reports a metric of this step, such as an accuracy or a norm. Its mean over the steps since the last log is shown in the progress, recorded in the history and in
    /// checkpoints, and written to TensorBoard as <c>name/training</c>. The value stays on its device until then.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="value">A scalar.</param>
    /// <exception cref="ArgumentException">
    /// The name is empty, starts or ends with white space, contains <c>/</c> or a control character, or is that of the loss; or the value is not a scalar.
    /// </exception>
    public void Report(string name, Tensor value)
    {
        MetricName.CheckTraining(name);
        ArgumentNullException.ThrowIfNull(value);
        if (value.numel() != 1)
            throw new ArgumentException($"The metric '{name}' must be a scalar; it has the shape [{string.Join(", ", value.shape)}]. Take its mean or its sum.", nameof(value));
        Record?.Metrics.Add(name, value);
    }

    /// <inheritdoc cref="Report(string, Tensor)"/>
    public void Report(string name, double value)
    {
        using var scalar = tensor(value);
        Report(name, scalar);
    }

    /// <summary>
    /// Sets the weight of this micro-batch in the mean over the micro-batches of its step, for losses that are means over different numbers of valid tokens. With the
    /// number of valid tokens as weight, the gradient and the logged loss are those of one batch of all micro-batches, those of other ranks among them. With one micro-batch in a step it has no effect.
    /// </summary>
    /// <param name="valid">
    /// A scalar, the lengths of the sequences or a mask; the weight is the sum of the elements. A micro-batch of weight 0 adds nothing to the gradient and the loss, even if its
    /// loss is NaN; the weights of a step may not all be 0.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is negative or not finite. Not checked on devices other than the CPU, where it makes the loss of the step NaN.</exception>
    public void SetWeight(Tensor valid)
    {
        ArgumentNullException.ThrowIfNull(valid);
        var sum = valid.detach().sum(ScalarType.Float64);
        if (sum.device_type == DeviceType.CPU && sum.item<double>() is var weight && !(double.IsFinite(weight) && weight >= 0))
        {
            throw new ArgumentOutOfRangeException(
                nameof(valid), weight, "The weight of a micro-batch, the sum of the tensor given to SetWeight, is a finite number of at least 0. Pass the lengths or the mask of the valid tokens.");
        }
        Record?.SetWeight(sum);
    }

    /// <inheritdoc cref="SetWeight(Tensor)"/>
    /// <param name="weight">Above 0, such as the number of sequences.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not a finite number above 0.</exception>
    public void SetWeight(double weight)
    {
        if (!(double.IsFinite(weight) && weight > 0))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "The weight of a micro-batch, given to SetWeight, is a finite number above 0.");
        Record?.SetWeight(tensor(weight));
    }

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Number), Number));
}
