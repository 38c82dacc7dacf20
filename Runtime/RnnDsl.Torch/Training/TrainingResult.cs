using System.Runtime.InteropServices;

namespace RnnDsl.Training;

/// <summary>The reason why a run ended.</summary>
public enum TrainingOutcome
{
    /// <summary>All steps are done.</summary>
    Completed,

    /// <summary>Early stopping: the validation loss, or the metric of <see cref="TrainerOptions.Monitor"/>, stopped improving.</summary>
    StoppedEarly,

    /// <summary>The validation loss was below <see cref="TrainerOptions.Target"/>.</summary>
    TargetReached,

    /// <summary>A signal or a cancellation token requested it; the run can be resumed.</summary>
    Interrupted,
}

/// <summary>The result of a run.</summary>
public sealed record TrainingResult
{
    /// <summary>The reason why the run ended.</summary>
    public required TrainingOutcome Outcome { get; init; }

    /// <summary>The signal that interrupted the run; <c>null</c> for none.</summary>
    public PosixSignal? Signal { get; init; }

    /// <summary>The number of completed steps, those before a resume included.</summary>
    public required long Step { get; init; }

    /// <summary>The seconds of training, evaluation and saving, those before a resume included.</summary>
    public required double Seconds { get; init; }

    /// <summary>The seconds of this process in operations among the ranks of <see cref="TrainerOptions.Communicator"/>, waiting for slower ranks included, those of shared evaluations excluded; 0 with one rank.</summary>
    public double CommunicationSeconds { get; init; }

    /// <summary>All recorded losses.</summary>
    public required TrainingHistory History { get; init; }

    internal MonitoredMetric Monitor { get; init; } = MonitoredMetric.Loss;

    /// <summary>The best evaluation, by <see cref="TrainerOptions.Monitor"/> the one with the lowest validation loss; <c>null</c> without evaluation.</summary>
    public LossPoint? Best { get; init; }

    /// <summary>The path of the weights at the last step (safetensors); <c>null</c> without checkpoints.</summary>
    public string? Weights { get; init; }

    /// <summary>The path of the weights at the best evaluation (safetensors); <c>null</c> without checkpoints or evaluation.</summary>
    public string? BestWeights { get; init; }

    /// <summary>
    /// Such as <c>Completed after 500 steps in 0:01:12; lowest validation loss 0.2513 at step 450; best weights
    /// runs/step-00000450/weights.safetensors; last weights runs/step-00000500/weights.safetensors</c>.
    /// </summary>
    public override string ToString()
    {
        var text = $"{Outcome} after {Step.Invariant()} steps in {Figures.Time(TimeSpan.FromSeconds(Seconds))}";
        if (History.Training.Count > 0)
            text += $"; training loss {History.Training[^1]}";
        if (Best is { } best)
            text += $"; {Monitor.Describe(best)}";
        if (Weights is null)
            return text;
        return BestWeights is null || BestWeights == Weights ? $"{text}; weights {Weights}" : $"{text}; best weights {BestWeights}; last weights {Weights}";
    }
}
