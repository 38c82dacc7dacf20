using RnnDsl.Plots;

namespace RnnDsl.Examples.Common;

/// <summary>The losses of a training as a picture.</summary>
internal static class LossPicture
{
    /// <param name="path">The picture's file.</param>
    /// <param name="history">The losses.</param>
    /// <param name="title">What stands above.</param>
    /// <param name="unit">What they are measured in.</param>
    public static void Save(string path, TrainingHistory history, string title, string unit) => LossCurve.Save(
        path,
        [.. history.Training.Select(static point => (point.Step, point.Loss))],
        [.. history.Validation.Select(static point => (point.Step, point.Loss))],
        title,
        unit);
}
