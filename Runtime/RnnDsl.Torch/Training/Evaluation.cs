namespace RnnDsl.Torch;

/// <summary>What a look at held-out data found. A loss alone is one too.</summary>
/// <param name="Loss">The held-out loss, which decides which weights are the best.</param>
/// <param name="Accuracy">The share of right answers, from 0 to 1, where the task has such.</param>
public readonly record struct Evaluation(double Loss, double? Accuracy = null)
{
    /// <summary>A loss alone.</summary>
    public static implicit operator Evaluation(double loss) => new(loss);
}
