using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using RnnDsl.Examples.Speech;
using RnnDsl.Runtime.Tests.Files;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class SpokenDigitsTests
{
    [Fact]
    public void Sample_tones_are_deterministic_and_cover_all_digits_of_two_speakers()
    {
        var recordings = SpokenDigits.Read(DigitTones.Open("recordings.zip"), "tones");
        Assert.Equal(2 * 10 * DigitTones.PerDigit, recordings.Count);
        Assert.All(recordings.CountBy(static one => (one.Digit, one.Speaker)), static count => Assert.Equal(DigitTones.PerDigit, count.Value));
        Assert.All(recordings, static one => Assert.InRange(one.Samples.Length, 1_200, 2_800));
        Assert.Equal(Bytes(), Bytes());

        // The pair of the digit is in it and no other: 8 is sent as 852 and 1336 Hz.
        var eight = DigitTones.Draw(8, pitch: 1, new RandomSource(1));
        Assert.True(Power(eight, 852) > 20 * Power(eight, 770) && Power(eight, 1_336) > 20 * Power(eight, 1_209));
        Assert.Throws<ArgumentException>(() => DigitTones.Open("other.zip"));

        static byte[] Bytes()
        {
            using var stream = (MemoryStream)DigitTones.Open("recordings.zip");
            return stream.ToArray();
        }
    }

    [Fact]
    public void Other_files_are_skipped_and_recordings_are_resampled_to_mono()
    {
        var recordings = SpokenDigits.Read(
            Zip(("set/README.md", "words"u8.ToArray()), ("set/recordings/7_anna_12.wav", Wav(16_000, 2)), ("recordings/0_ben_3.wav", Wav(8_000, 1)), ("recordings/17_anna_1.wav", [])), "mine.zip");
        Assert.Equal([(0, "ben", 3, 800), (7, "anna", 12, 400)], recordings.Select(static one => (one.Digit, one.Speaker, one.Index, one.Samples.Length)));
        Assert.All(recordings, static one => Assert.Equal(0.25, one.Samples[200], 1e-3));
    }

    [Fact]
    public void Archive_without_valid_recordings_is_rejected()
    {
        Refused("'mine.zip' has no recording: among its 1 files none has a name such as 7_george_12.wav", Zip(("seven.wav", Wav(8_000, 1))));
        Refused("has 1_anna_2.wav 2 times", Zip(("a/1_anna_2.wav", Wav(8_000, 1)), ("b/1_anna_2.wav", Wav(8_000, 1))));
        Refused("'mine.zip/a/1_anna_2.wav' is not a WAV file", Zip(("a/1_anna_2.wav", "no sound at all"u8.ToArray())));
        Refused("'mine.zip' cannot be read", new MemoryStream([1, 2, 3, 4]));

        static void Refused(string message, Stream archive) =>
            Assert.Contains(message, Assert.Throws<DataException>(() => SpokenDigits.Read(archive, "mine.zip")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_recordings_covered_by_the_checksum_are_read()
    {
        using var folder = new TemporaryFolder();
        var covered = Wav(8_000, 1);
        var list = $"{Convert.ToHexStringLower(SHA256.HashData(covered))}  7_anna_12.wav\n";
        var set = new DataSet("digits", "", DataSets.FreeSpokenDigits.Files[0] with { Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list))) });
        File.WriteAllBytes(
            folder["recordings.zip"],
            PackedFiles.Zip(("set/recordings/7_anna_12.wav", covered), ("set/other/6_anna_1.wav", Wav(8_000, 1)), ("other/5_anna_1.wav", Wav(8_000, 1))));

        foreach (var resolver in new DataSetResolver[] { new() { EnvironmentFolder = folder.Path }, new() { EnvironmentFolder = null, CacheFolder = folder.Path } })
            Assert.Equal([7], SpokenDigits.Read(await resolver.ResolveAsync(set)).Select(static one => one.Digit));

        // What the user named is taken as it is.
        Assert.Equal([5, 6, 7], SpokenDigits.Read(await new DataSetResolver { Path = folder["recordings.zip"] }.ResolveAsync(set)).Select(static one => one.Digit));
    }

    [DataFact("fsdd")]
    public async Task Data_set_has_3000_recordings_of_six_speakers()
    {
        var recordings = SpokenDigits.Read(await new DataSetResolver().ResolveAsync(DataSets.FreeSpokenDigits));
        Assert.Equal(3_000, recordings.Count);
        Assert.Equal(["george", "jackson", "lucas", "nicolas", "theo", "yweweler"], recordings.Select(static one => one.Speaker).Distinct().Order());
        Assert.Equal(1_312.3, recordings.Sum(static one => (double)one.Samples.Length) / SpokenDigits.SampleRate, 0.1);
    }

    private static MemoryStream Zip(params (string Name, byte[] Content)[] entries)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        stream.Position = 0;
        return stream;
    }

    /// <summary>800 samples of each channel.</summary>
    private static byte[] Wav(int rate, int channels)
    {
        var stream = new MemoryStream();
        WavFile.Write(stream, [.. Enumerable.Repeat(0.25f, 800 * channels)], rate, channels);
        return stream.ToArray();
    }

    private static double Power(float[] samples, double hertz)
    {
        var (real, imaginary) = (0d, 0d);
        for (var i = 0; i < samples.Length; i++)
        {
            var angle = 2 * Math.PI * hertz * i / SpokenDigits.SampleRate;
            (real, imaginary) = (real + (samples[i] * Math.Cos(angle)), imaginary + (samples[i] * Math.Sin(angle)));
        }
        return (real * real) + (imaginary * imaginary);
    }
}
