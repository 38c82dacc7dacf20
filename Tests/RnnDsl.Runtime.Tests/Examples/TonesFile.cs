using RnnDsl.Examples.Speech;
using RnnDsl.Torch;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>An archive of generated tones, with options for a small model.</summary>
internal static class TonesFile
{
    public static string Write(TemporaryFolder folder)
    {
        using var tones = DigitTones.Open(DataSets.FreeSpokenDigits.Files[0].Name);
        using var file = File.Create(folder["tones.zip"]);
        tones.CopyTo(file);
        return folder["tones.zip"];
    }

    public static string[] Options(TemporaryFolder folder, string output, int steps, params string[] more) =>
    [
        "speech", "--data", Write(folder), "--out", folder[output], "--steps", $"{steps}", "--batch", "4", "--hidden", "8", "--warmup", "2", "--test", "12", "--validation", "6",
        "--log-every", "2", "--eval-every", "4", "--checkpoint-every", "3", "--device", "cpu", .. more,
    ];
}
