namespace RnnDsl.Torch;

/// <summary>Where a run stands when it logs or evaluates.</summary>
public sealed record TrainingReport
{
    internal Action<string> Writer { get; init; } = static _ => { };

    /// <summary>Steps done.</summary>
    public required long Step { get; init; }

    /// <summary>Steps of the whole run.</summary>
    public required long Steps { get; init; }

    /// <summary>Mean training loss since the log before; <c>null</c> before the first.</summary>
    public double? Loss { get; init; }

    /// <summary>The last held-out loss, if any.</summary>
    public double? HeldOutLoss { get; init; }

    /// <summary>The last held-out accuracy, from 0 to 1, if the evaluation counted right answers.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The lowest held-out loss so far, if any.</summary>
    public double? BestHeldOutLoss { get; init; }

    /// <summary>The learning rate of the step done.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Since the report before; evaluation and saving are not counted.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>As <see cref="StepsPerSecond"/>; zero where <see cref="TrainerOptions.TokensPerStep"/> is not set.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Time to the last step at the present rate.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>Prints text without disturbing the progress display.</summary>
    public void WriteLine(string text = "") => Writer(text);
}
