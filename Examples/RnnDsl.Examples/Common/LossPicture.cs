using RnnDsl.Plots;

namespace RnnDsl.Examples.Common;

/// <summary>The loss curves of a training.</summary>
internal static class LossPicture
{
    /// <param name="path">The PNG file.</param>
    /// <param name="history">The recorded losses.</param>
    /// <param name="title">The title.</param>
    /// <param name="unit">Unit of the loss.</param>
    public static void Save(string path, TrainingHistory history, string title, string unit) => LossCurve.Save(
        path,
        [.. history.Training.Select(static point => (point.Step, point.Loss))],
        [.. history.Validation.Select(static point => (point.Step, point.Loss))],
        title,
        unit);
}
