using RnnDsl.Torch;
using RnnDsl.Torch.CompilerServices;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>The scores of one batch and its labels, for <see cref="Evaluation.Classification"/>.</summary>
/// <param name="Scores">[batch, classes], or one row for each step, [batch, time, classes].</param>
/// <param name="Labels">int64 [batch], or [batch, time]; -100 does not count.</param>
/// <param name="Lengths">int64 [batch], the number of valid steps of each sequence; <c>null</c> where all are valid.</param>
public readonly record struct ScoredBatch(Tensor Scores, Tensor Labels, Tensor? Lengths = null)
{
    /// <summary>The mean cross entropy over the labels that count; NaN if none does.</summary>
    /// <exception cref="ArgumentException">Scores, labels and lengths do not match.</exception>
    internal Tensor Loss(string model)
    {
        if (Lengths is not null && Scores?.dim() != 3)
            throw new ArgumentException($"Lengths belong to scores of each step, [batch, time, classes]; these scores are [{string.Join(", ", Scores?.shape ?? [])}]. Leave the lengths out.");
        return ModelLoss.CrossEntropy(Scores!, Labels, new(model, $"{nameof(Evaluation)}.{nameof(Evaluation.Classification)} of {model}", nameof(Scores), nameof(Labels)), Lengths, labelSmoothing: 0, allowIgnored: true);
    }

    /// <summary>The mask of the labels that count, with the shape of the labels.</summary>
    internal Tensor Valid()
    {
        var counted = Labels.ne(IndexChecks.IgnoredScalar);
        return Lengths is null ? counted : counted.logical_and(ValidSteps.Mask(Lengths, Labels.size(1)));
    }
}
