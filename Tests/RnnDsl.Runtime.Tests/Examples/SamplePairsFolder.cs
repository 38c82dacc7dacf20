using RnnDsl.Examples.Translate;
using RnnDsl.Torch;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>A data folder of the embedded sentence pairs, with options for a short training.</summary>
internal static class SamplePairsFolder
{
    public static string Write(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["pairs"]);
        using var pairs = SamplePairs.Open(DataSets.EnglishFrench.Files[0].Name);
        using var file = File.Create(Path.Combine(folder["pairs"], "fra.txt"));
        pairs.CopyTo(file);
        return folder["pairs"];
    }

    /// <summary>Training with the smallest network, so that a step takes milliseconds.</summary>
    public static string[] Options(TemporaryFolder folder, string output, params string[] more) => Options(folder, output, epochs: 2, evaluateEvery: 4, more);

    public static string[] Options(TemporaryFolder folder, string output, int epochs, int evaluateEvery, params string[] more) =>
    [
        "translate", "--data", Write(folder), "--out", folder[output], "--embedding", "8", "--hidden", "8", "--readout", "8", "--min-frequency", "1",
        "--epochs", $"{epochs}", "--batch-tokens", "200", "--test", "10", "--validation", "5", "--warmup", "4",
        "--log-every", "2", "--eval-every", $"{evaluateEvery}", "--checkpoint-every", "4", "--device", "cpu", .. more,
    ];
}
