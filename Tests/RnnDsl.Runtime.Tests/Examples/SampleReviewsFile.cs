using RnnDsl.Examples.Sentiment;
using RnnDsl.Torch;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>A data file of the embedded reviews, with options for a short training.</summary>
internal static class SampleReviewsFile
{
    public static string Write(TemporaryFolder folder)
    {
        using var reviews = SampleReviews.Open(DataSets.MovieReviews.Files[0].Name);
        using var file = File.Create(folder["reviews.tsv"]);
        reviews.CopyTo(file);
        return folder["reviews.tsv"];
    }

    /// <summary>Training with a small network, so that a step takes milliseconds.</summary>
    public static string[] Options(TemporaryFolder folder, string output, params string[] more) => Options(folder, output, epochs: 2, more);

    public static string[] Options(TemporaryFolder folder, string output, int epochs, params string[] more) =>
    [
        "sentiment", "--data", Write(folder), "--out", folder[output], "--hidden", "8", "--epochs", $"{epochs}", "--patience", $"{epochs}", "--batch", "40",
        "--learning-rate", "0.01", "--log-every", "4", "--checkpoint-every", "10", "--device", "cpu", .. more,
    ];
}
