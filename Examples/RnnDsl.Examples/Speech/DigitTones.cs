using System.Globalization;
using System.IO.Compression;
using RnnDsl.Audio;

namespace RnnDsl.Examples.Speech;

/// <summary>
/// Synthetic tones in place of spoken digits: the two frequencies of each telephone key (ITU-T Q.23), by two "speakers" of different pitch, with
/// random variations. They replace <see cref="DataSets.FreeSpokenDigits"/> if it is not available, in an archive of the same form.
/// </summary>
internal static class DigitTones
{
    /// <summary>The number of recordings of each digit per speaker.</summary>
    public const int PerDigit = 20;

    /// <summary>The two frequencies of each digit, in hertz.</summary>
    private static readonly (double Low, double High)[] Pairs =
        [(941, 1336), (697, 1209), (697, 1336), (697, 1477), (770, 1209), (770, 1336), (770, 1477), (852, 1209), (852, 1336), (852, 1477)];

    private static readonly (string Name, double Pitch)[] Speakers = [("high", 1.06), ("low", 0.94)];

    /// <summary>Opens the file of <see cref="DataSets.FreeSpokenDigits"/> with tones as its content; always the same.</summary>
    /// <param name="name">The name of a file of the data set.</param>
    /// <exception cref="ArgumentException">The data set has no such file.</exception>
    public static Stream Open(string name)
    {
        if (DataSets.FreeSpokenDigits.Files.All(file => file.Name != name))
            throw new ArgumentException($"{DataSets.FreeSpokenDigits.Name} has no file '{name}'.", nameof(name));
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            var random = new RandomSource(10);
            for (var digit = 0; digit < Pairs.Length; digit++)
            {
                foreach (var (speaker, pitch) in Speakers)
                {
                    for (var index = 0; index < PerDigit; index++)
                        Add(archive, string.Create(CultureInfo.InvariantCulture, $"recordings/{digit}_{speaker}_{index}.wav"), Draw(digit, pitch, random));
                }
            }
        }
        stream.Position = 0;
        return stream;
    }

    /// <summary>Synthesises one digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="pitch">The factor of both frequencies.</param>
    /// <param name="random">The source of the variations in duration, volume and noise.</param>
    /// <returns>[samples] at <see cref="SpokenDigits.SampleRate"/>.</returns>
    public static float[] Draw(int digit, double pitch, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(digit, Pairs.Length);
        var (low, high) = Pairs[digit];
        var samples = new float[(int)(SpokenDigits.SampleRate * Between(random, 0.15, 0.35))];
        var (bent, loudness, noise) = (pitch * Between(random, 0.98, 1.02), Between(random, 0.05, 0.4), Between(random, 0.001, 0.01));
        for (var i = 0; i < samples.Length; i++)
        {
            var seconds = (double)i / SpokenDigits.SampleRate;
            var tone = Math.Sin(2 * Math.PI * low * bent * seconds) + Math.Sin(2 * Math.PI * high * bent * seconds);
            var swell = Math.Sin(Math.PI * (i + .5) / samples.Length);
            samples[i] = (float)((loudness * swell * tone) + Between(random, -noise, noise));
        }
        return samples;
    }

    private static void Add(ZipArchive archive, string name, float[] samples)
    {
        // A fixed time, because the time of an entry is part of the archive, which must always be the same.
        var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        WavFile.Write(stream, samples, SpokenDigits.SampleRate);
    }

    private static double Between(RandomSource random, double low, double high) => low + ((high - low) * random.NextDouble());
}
