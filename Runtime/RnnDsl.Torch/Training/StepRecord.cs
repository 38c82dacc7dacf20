namespace RnnDsl.Training;

/// <summary>What the loss of a step reports to the trainer.</summary>
internal sealed class StepRecord(MetricWindow metrics)
{
    public MetricWindow Metrics { get; } = metrics;
}
