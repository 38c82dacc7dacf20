using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>The inputs of one training step's loss.</summary>
/// <param name="Number">The number of the step, from 1.</param>
/// <param name="Random">
/// Random numbers for the data of this step: a function of the seed and the step, so that a resumed run gets the same numbers as an
/// uninterrupted one.
/// </param>
public readonly record struct TrainingStep(long Number, RandomSource Random)
{
    internal StepRecord? Record { get; init; }

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

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Number), Number));
}
