namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>A short text, with options for a short training.</summary>
internal static class ShortPlay
{
    public static string Write(TemporaryFolder folder)
    {
        var path = folder["play.txt"];
        File.WriteAllText(path, string.Concat(Enumerable.Repeat("ROMEO:\nWhat light is that upon the windowsill?\n\nJULIET:\nA lamp, good sir; I lit it for the cat.\n\n", 30)));
        return path;
    }

    /// <summary>Training with the smallest batches, so that a step takes milliseconds.</summary>
    public static string[] Options(TemporaryFolder folder, string output, int steps) =>
    [
        "shakespeare", "--data", Write(folder), "--out", folder[output], "--steps", $"{steps}", "--batch", "2", "--sequence", "8",
        "--log-every", "5", "--eval-every", "20", "--checkpoint-every", "4", "--length", "20", "--device", "cpu",
    ];
}
