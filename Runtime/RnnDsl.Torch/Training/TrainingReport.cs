using System.Collections.ObjectModel;
using System.Globalization;

namespace RnnDsl.Training;

/// <summary>The progress of a run at a log or an evaluation.</summary>
public sealed record TrainingReport
{
    internal Action<string> Writer { get; init; } = static _ => { };

    /// <summary>The number of completed steps.</summary>
    public required long Step { get; init; }

    /// <summary>The number of steps of the whole run.</summary>
    public required long Steps { get; init; }

    /// <summary>The mean training loss since the previous log; <c>null</c> before the first log.</summary>
    public double? Loss { get; init; }

    /// <summary>The metrics that the steps reported, as means since the previous log.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>The latest validation loss; <c>null</c> before the first evaluation.</summary>
    public double? ValidationLoss { get; init; }

    /// <summary>The latest validation accuracy, from 0 to 1; <c>null</c> if the evaluation has none.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The further metrics of the latest evaluation.</summary>
    public IReadOnlyDictionary<string, double> ValidationMetrics { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>
    /// The validation loss of the best evaluation so far, which is the lowest unless <see cref="TrainerOptions.Monitor"/> names another metric; <c>null</c> before the first
    /// evaluation.
    /// </summary>
    public double? BestValidationLoss { get; init; }

    /// <summary>The learning rate of the last step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Training steps per second since the previous report, without evaluation and saving.</summary>
    public required double StepsPerSecond { get; init; }

    /// <summary>Tokens per second; zero if <see cref="TrainerOptions.TokensPerStep"/> is not set.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>The estimated time to the last step.</summary>
    public required TimeSpan Remaining { get; init; }

    /// <summary>Prints a line above the progress display.</summary>
    public void WriteLine(string text = "") => Writer(text);

    /// <summary>Such as <c>step 500 of 3,000, loss 0.2513, validation loss 0.3001, accuracy 92.10%, learning rate 0.001, 12.3 steps/s, 0:03:23 left</c>.</summary>
    public override string ToString() =>
        $"step {Step.Invariant()} of {Steps.Invariant()}{Part("loss", Loss)}{Figures.Metrics(Metrics)}{Part("validation loss", ValidationLoss)}{Figures.Accuracy(Accuracy)}{Figures.Metrics(ValidationMetrics)}, "
        + $"learning rate {LearningRate.ToString(CultureInfo.InvariantCulture)}, {Figures.Rate(StepsPerSecond)} steps/s, {Figures.Time(Remaining)} left";

    private static string Part(string name, double? loss) => loss is { } value ? $", {name} {Figures.Loss(value)}" : "";
}
