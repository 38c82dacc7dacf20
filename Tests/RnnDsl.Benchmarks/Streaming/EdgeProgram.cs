using System.Diagnostics;
using System.Globalization;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Examples.Shakespeare;
using RnnDsl.Text;
using RnnDsl.Weights;

namespace RnnDsl.Benchmarks.Streaming;

/// <summary>The native executable of the edge example with lab 1's model: its size, and the time from its start to the first character.</summary>
internal static class EdgeProgram
{
    private const int Starts = 20;

    public static void Run(FileInfo program)
    {
        Report.Heading("streaming: the native executable, lab 1's model");
        var folder = Directory.CreateTempSubdirectory("rnndsl-");
        try
        {
            var (weights, vocabulary) = (Path.Combine(folder.FullName, "weights.safetensors"), Path.Combine(folder.FullName, "vocabulary.json"));
            using (var model = new CharLstm(65))
            {
                model.SaveSafetensors(weights);
            }

            CharacterVocabulary.FromText(string.Concat(Enumerable.Range('A', 65).Select(static letter => (char)letter))).Save(vocabulary);
            var first = Enumerable.Range(0, Starts).Min(_ => FirstCharacter(program.FullName, weights, vocabulary));
            Report.Print(["executable", "bytes", "first character"], [[program.Name, program.Length.ToString("N0", CultureInfo.InvariantCulture), string.Create(CultureInfo.InvariantCulture, $"{first.TotalMilliseconds:f1} ms")]]);
            JsonRecord.Metric("edgeBytes", program.Length);
            JsonRecord.Metric("edgeFirstCharacterMs", Math.Round(first.TotalMilliseconds, 2));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TimeSpan FirstCharacter(string program, string weights, string vocabulary)
    {
        var start = new ProcessStartInfo(program, ["text", weights, vocabulary, "--characters", "20"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        var character = process.StandardOutput.BaseStream.ReadByte();
        var elapsed = Stopwatch.GetElapsedTime(started);
        process.StandardOutput.ReadToEnd();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && character >= 0 ? elapsed : throw new InvalidOperationException($"{program} failed: {errors}");
    }
}
