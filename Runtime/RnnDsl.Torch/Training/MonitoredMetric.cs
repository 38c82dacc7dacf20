namespace RnnDsl.Training;

/// <summary>The metric of the evaluations that selects the best weights and decides about early stopping.</summary>
public sealed record MonitoredMetric
{
    private MonitoredMetric(string name, bool higherIsBetter)
    {
        if (name is not MetricName.Loss)
            MetricName.CheckTraining(name);
        if ((name, higherIsBetter) is (MetricName.Loss, true) or (MetricName.Accuracy, false))
            throw new ArgumentException($"The {(higherIsBetter ? "highest" : "lowest")} {name} is the worst: write MonitoredMetric.{(higherIsBetter ? "Lowest" : "Highest")}(\"{name}\").", nameof(name));
        (Name, HigherIsBetter) = (name, higherIsBetter);
    }

    /// <summary>The lowest validation loss.</summary>
    public static MonitoredMetric Loss { get; } = new(MetricName.Loss, higherIsBetter: false);

    /// <summary>The name of the metric: <c>loss</c>, <c>accuracy</c>, or one of <see cref="Evaluation.Metrics"/>.</summary>
    public string Name { get; }

    /// <summary>Whether a higher value is better.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>The highest value, as of an accuracy or F1.</summary>
    /// <param name="name"><c>accuracy</c>, or one of <see cref="Evaluation.Metrics"/>.</param>
    /// <exception cref="ArgumentException">The name is not one of a metric, or <c>loss</c>.</exception>
    public static MonitoredMetric Highest(string name) => new(name, higherIsBetter: true);

    /// <summary>The lowest value, as of an error rate.</summary>
    /// <param name="name"><c>loss</c>, or one of <see cref="Evaluation.Metrics"/>.</param>
    /// <exception cref="ArgumentException">The name is not one of a metric, or <c>accuracy</c>.</exception>
    public static MonitoredMetric Lowest(string name) => new(name, higherIsBetter: false);

    /// <summary>Such as <c>highest macro F1</c>.</summary>
    public override string ToString() => $"{(HigherIsBetter ? "highest" : "lowest")} {Name}";

    /// <summary>The value of an evaluation.</summary>
    /// <exception cref="InvalidOperationException">The evaluation has no such metric, or it is NaN.</exception>
    internal double Of(LossPoint point) => Fault(point) is { } fault ? throw new InvalidOperationException(fault) : Find(point)!.Value;

    /// <summary>The problem of an evaluation without a value that can be compared, or <c>null</c>.</summary>
    internal string? Fault(LossPoint point)
    {
        if (Find(point) is not { } value)
        {
            var names = new[] { MetricName.Loss }.Concat(point.Accuracy is null ? [] : [MetricName.Accuracy]).Concat(point.Metrics.Keys);
            return $"TrainerOptions.Monitor is '{this}', and the evaluation at step {point.Step.Invariant()} has no metric '{Name}'; it has {string.Join(", ", names)}.";
        }
        return double.IsNaN(value)
            ? $"TrainerOptions.Monitor is '{this}', and at step {point.Step.Invariant()} this metric is NaN, which cannot be compared. An AUC is NaN where the validation data has one class only."
            : null;
    }

    private double? Find(LossPoint point) => Name switch
    {
        MetricName.Loss => point.Loss,
        MetricName.Accuracy => point.Accuracy,
        _ => point.Metrics.TryGetValue(Name, out var found) ? found : null,
    };

    /// <summary>Whether an evaluation is better than the best one before.</summary>
    internal bool IsBetter(LossPoint point, LossPoint? best)
    {
        var value = Of(point);
        return best is not { } before || (HigherIsBetter ? value > Of(before) : value < Of(before));
    }

    /// <summary>The best evaluation in words, such as <c>lowest validation loss 0.2513 at step 450</c>.</summary>
    internal string Describe(LossPoint best) => this == Loss
        ? $"lowest validation loss {best}"
        : $"{this} {Value(best)} at step {best.Step.Invariant()}, validation loss {Figures.Loss(best.Loss)}";

    /// <summary>The value of an evaluation as text.</summary>
    internal string Value(LossPoint point) => Name switch
    {
        MetricName.Loss => Figures.Loss(point.Loss),
        MetricName.Accuracy => Figures.Share(Of(point)),
        _ => Figures.Metric(Of(point)),
    };
}
