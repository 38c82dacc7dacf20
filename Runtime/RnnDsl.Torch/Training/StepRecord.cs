using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>What the loss of one micro-batch reports to the trainer.</summary>
internal sealed class StepRecord(long optimizerStep, MetricWindow metrics)
{
    public long OptimizerStep { get; } = optimizerStep;

    public MetricWindow Metrics { get; } = metrics;

    /// <summary>The weight among the micro-batches of the step, a scalar; <c>null</c> if not set.</summary>
    public Tensor? Weight { get; set; }
}
