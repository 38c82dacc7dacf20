using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>What the loss of one micro-batch reports to the trainer.</summary>
internal sealed class StepRecord(long optimizerStep, MetricWindow metrics) : IDisposable
{
    public long OptimizerStep { get; } = optimizerStep;

    public MetricWindow Metrics { get; } = metrics;

    /// <summary>The weight among the micro-batches of the step, a scalar; <c>null</c> if not set.</summary>
    public Tensor? Weight { get; private set; }

    /// <summary>Sets the weight. The record owns it: the loss may have a dispose scope of its own.</summary>
    public void SetWeight(Tensor weight)
    {
        Weight?.Dispose();
        Weight = weight.DetachFromDisposeScope();
    }

    public void Dispose() => Weight?.Dispose();
}
