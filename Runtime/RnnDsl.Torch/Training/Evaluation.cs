namespace RnnDsl.Training;

/// <summary>The result of an evaluation on validation data. A loss converts implicitly.</summary>
/// <param name="Loss">The validation loss, which selects the best weights.</param>
/// <param name="Accuracy">The accuracy, from 0 to 1; <c>null</c> if the task has none.</param>
public readonly record struct Evaluation(double Loss, double? Accuracy = null)
{
    /// <summary>An evaluation without accuracy.</summary>
    public static implicit operator Evaluation(double loss) => new(loss);

    /// <summary>Such as <c>loss 0.2513, accuracy 92.10%</c>.</summary>
    public override string ToString() => $"loss {Figures.Loss(Loss)}{Figures.Accuracy(Accuracy)}";
}
