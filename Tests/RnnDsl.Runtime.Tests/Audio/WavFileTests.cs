using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Audio;

public sealed class WavFileTests
{
    private static readonly byte[] Mono16 = WavBytes.Format(tag: 1, channels: 1, rate: 8_000, bits: 16);
    private static readonly byte[] FourSamples = WavBytes.Chunk("data", 0, 0, 0, 0x40, 0, 0x80, 0xFF, 0x7F);

    [Theory]
    [InlineData(WavFormat.Pcm8, 1, 1 / 256d)]
    [InlineData(WavFormat.Pcm8, 3, 1 / 256d)]
    [InlineData(WavFormat.Pcm16, 2, 1 / 65_536d)]
    [InlineData(WavFormat.Pcm24, 1, 1 / 16_777_216d)]
    [InlineData(WavFormat.Pcm24, 2, 1 / 16_777_216d)]
    [InlineData(WavFormat.Pcm32, 1, 1e-7)]
    [InlineData(WavFormat.Ieee32, 2, 0)]
    [InlineData(WavFormat.Ieee64, 1, 0)]
    public void Samples_round_trip_within_half_a_quantisation_step(WavFormat format, int channels, double tolerance)
    {
        var random = new RandomSource(3);
        var samples = Enumerable.Range(0, 33 * channels).Select(_ => (float)((1.98 * random.NextDouble()) - .99)).ToArray();
        var wav = Read(Written(samples, 44_100, channels, format));
        Assert.Equal((format, 44_100, channels, 33), (wav.Format, wav.SampleRate, wav.Channels, wav.Frames));
        Assert.All(samples.Zip(wav.Samples.ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance * 1.001));
        Assert.Equal(samples.Take(channels).Average(), wav.ToMono()[0], 0.005);
    }

    [Fact]
    public void Sample_values_follow_the_format()
    {
        Assert.Equal([0, 0.5f, -1, 32_767 / 32_768f], Read(WavBytes.File(Mono16, FourSamples)).Samples.ToArray());
        Assert.Equal([-1, 0, 127 / 128f], Samples(1, 8, [0, 128, 255]));
        Assert.Equal([-1 / 8_388_608f, -1, 0.5f], Samples(1, 24, [255, 255, 255, 0, 0, 0x80, 0, 0, 0x40]));
        Assert.Equal([-1, 0.5f], Samples(1, 32, [0, 0, 0, 0x80, 0, 0, 0, 0x40]));
        Assert.Equal([-1.5f], Samples(3, 32, [.. BitConverter.GetBytes(-1.5f)]));
        Assert.Equal([0.1f], Samples(3, 64, [.. BitConverter.GetBytes(0.1)]));

        // What lies beyond is cut off, not wrapped around.
        Assert.Equal([-1, 127 / 128f], Read(Written([-7, 7], 8_000, 1, WavFormat.Pcm8)).Samples.ToArray());

        float[] Samples(int tag, int bits, byte[] data) =>
            Read(WavBytes.File(WavBytes.Format(tag, 1, 8_000, bits), WavBytes.Chunk("data", data))).Samples.ToArray();
    }

    [Fact]
    public void Chunk_order_unknown_chunks_and_trailing_bytes_do_not_matter()
    {
        var expected = Read(WavBytes.File(Mono16, FourSamples)).Samples.ToArray();
        byte[] odd = WavBytes.Chunk("LIST", 1, 2, 3);
        Assert.Equal(expected, Read(WavBytes.File(odd, Mono16, WavBytes.Chunk("fact", 4, 0, 0, 0), odd, FourSamples)).Samples.ToArray());
        Assert.Equal(expected, Read(WavBytes.File(FourSamples, odd, odd, Mono16)).Samples.ToArray());
        Assert.Equal(expected, Read([.. WavBytes.File(Mono16, FourSamples), .. "rubbish of 22 bytes..."u8]).Samples.ToArray());

        // A program that did not know the size yet, as when it writes into a pipe.
        byte[] endless = [.. "data"u8, 255, 255, 255, 255, .. FourSamples[8..]];
        Assert.Equal(expected, Read(WavBytes.File(Mono16, endless)).Samples.ToArray());
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x7FFFF000u)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x80000000u)]
    [InlineData(0xFFFFFFFFu)]
    [InlineData(0xFFFFFFFFu - 44)]
    public void Stream_of_unknown_size_is_read_to_its_end(uint size)
    {
        foreach (var riff in (uint[])[0, 36, size, 0xFFFFFFFF])
        {
            Assert.Equal([0, 0.5f, -1, 32_767 / 32_768f], Read(Streamed(riff, Mono16, size, FourSamples[8..])).Samples.ToArray());

            // Silence is no chunk without a name.
            Assert.Equal(100, Read(Streamed(riff, Mono16, size, new byte[200])).Frames);

            // What of a last frame has come is left out.
            Assert.Equal([0, 0.5f, -1], Read(Streamed(riff, Mono16, size, FourSamples[8..^1])).Samples.ToArray());
            var stereo = WavBytes.Format(tag: 1, channels: 2, rate: 8_000, bits: 16);
            for (var left = 4; left < 8; left++)
                Assert.Equal([0, 0.5f], Read(Streamed(riff, stereo, size, FourSamples[8..(8 + left)])).Samples.ToArray());
        }
        Refused("has no samples: its data chunk is empty", Streamed(36, Mono16, size, []));
        Refused("has no samples: its data chunk is empty", Streamed(36, Mono16, size, [1]));
    }

    [Fact]
    public void Placeholder_size_rounded_to_whole_frames_counts_as_unknown()
    {
        // SoX, 24 bits, mono: 0x7FFFF000 is no multiple of 3.
        var wav = Read(Streamed(0x7FFFF023, WavBytes.Format(tag: 1, channels: 1, rate: 8_000, bits: 24), 0x7FFFEFFF, [0, 0, 0x40, 0, 0, 0xC0]));
        Assert.Equal([0.5f, -0.5f], wav.Samples.ToArray());
    }

    [Theory]
    [InlineData(0x7FFFE000u, "has 2,147,475,456 bytes, and 8 are left")]
    [InlineData(0x80000001u, "has 2,147,483,649 bytes, and 8 are left")]
    [InlineData(0xFFFFEFFFu, "has 4,294,963,199 bytes, and 8 are left")]
    [InlineData(9u, "has 9 bytes, and 8 are left")]
    public void Size_beyond_the_end_of_the_file_is_a_truncation_error(uint size, string message) =>
        Refused("is cut short: its chunk 'data' at byte 36 " + message, Streamed(0xFFFFFFFF, Mono16, size, FourSamples[8..]));

    [Fact]
    public void Chunks_after_the_data_chunk_are_not_read_as_samples()
    {
        byte[] list = WavBytes.Chunk("LIST", [.. "INFOISFT"u8, 5, 0, 0, 0, .. "Lavf"u8, 0, 0]);
        Assert.Equal(4, Read(WavBytes.File(Mono16, FourSamples, list)).Frames);
        Assert.Equal(4, Read(WavBytes.File(Mono16, FourSamples, list, WavBytes.Chunk("id3 ", 1, 2, 3))).Frames);

        // Data of size 0 with other chunks behind are empty, not unknown.
        Refused("has no samples: its data chunk is empty", WavBytes.File(Mono16, WavBytes.Chunk("data"), list));
        Refused("has no samples: its data chunk is empty", WavBytes.File(WavBytes.Chunk("data"), list, Mono16));

        // The size in the head is not used.
        foreach (var riff in (uint[])[0, 1, 0x7FFFF024, 0xFFFFFFFF])
            Assert.Equal(4, Read(Streamed(riff, Mono16, 8, [.. FourSamples[8..], .. list])).Frames);
    }

    [Fact]
    public void Extensible_format_is_determined_by_its_identifier()
    {
        byte[] identifier = [1, 0, 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71];
        byte[] more = [22, 0, 16, 0, 4, 0, 0, 0, .. identifier];
        var wav = Read(WavBytes.File(WavBytes.Format(0xFFFE, 1, 8_000, 16, more: more), FourSamples));
        Assert.Equal((WavFormat.Pcm16, 0.5f), (wav.Format, wav.Samples.Span[1]));

        more[^1]++;
        Refused("contains sound of a proprietary format (0100000000001000800000AA00389B72)", WavBytes.File(WavBytes.Format(0xFFFE, 1, 8_000, 16, more: more), FourSamples));
        Refused("is WAVE_FORMAT_EXTENSIBLE and has 16 bytes, where 40 are expected", WavBytes.File(WavBytes.Format(0xFFFE, 1, 8_000, 16), FourSamples));
    }

    [Fact]
    public void Truncated_file_is_rejected()
    {
        var whole = WavBytes.File(WavBytes.Chunk("LIST", 1, 2, 3), Mono16, FourSamples);
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<DataException>(() => Read(whole[..length]));
        Refused("is cut short: its chunk 'data' at byte 48 has 8 bytes, and 5 are left.", whole[..^3]);
        Refused("has no chunk 'data'; it has 'LIST', 'fmt '.", whole[..50]);
        Refused("is cut within a frame: its data chunk at byte 44 has 3 bytes, where frames of 2 bytes are expected.", WavBytes.File(Mono16, WavBytes.Chunk("data", 1, 2, 3)));
    }

    [Fact]
    public void Corrupted_file_is_read_or_rejected()
    {
        var whole = WavBytes.File(WavBytes.Chunk("LIST", 1, 2, 3), WavBytes.Format(3, 2, 48_000, 32), WavBytes.Chunk("data", new byte[64]));
        var random = new RandomSource(1);
        var refused = 0;
        for (var attempt = 0; attempt < 3_000; attempt++)
        {
            var damaged = (byte[])whole.Clone();
            for (var change = 0; change <= attempt % 3; change++)
                damaged[random.NextInt64(damaged.Length)] = (byte)random.NextInt64(256);
            try
            {
                Assert.True(Read(damaged).Frames > 0);
            }
            catch (DataException problem)
            {
                Assert.Contains("'sound.wav'", problem.Message, StringComparison.Ordinal);
                refused++;
            }
        }
        Assert.InRange(refused, 500, 2_900);
    }

    [Fact]
    public void Unsupported_file_error_names_the_reason()
    {
        Refused("is not a WAV file: it has 0 bytes", []);
        Refused("is not a WAV file: it starts with 'ID3.' and has", [.. "ID3\x03"u8, .. new byte[60]]);
        Refused("is a WAV file of the kind RIFX", [.. "RIFX"u8, .. WavBytes.File(Mono16, FourSamples)[4..]]);
        Refused("contains A-law of 8 bits per sample. Supported are PCM of 8, 16, 24 or 32 bits", WavBytes.File(WavBytes.Format(6, 1, 8_000, 8), FourSamples));
        Refused("contains PCM of 12 bits per sample", WavBytes.File(WavBytes.Format(1, 2, 8_000, 12), FourSamples));
        Refused("at byte 20 declares 0 channels", WavBytes.File(WavBytes.Format(1, 0, 8_000, 16), FourSamples));
        Refused("declares 0 samples per second, where 1 to 768,000 are expected", WavBytes.File(WavBytes.Format(1, 1, 0, 16), FourSamples));
        Refused("declares 4,294,967,295 samples per second", WavBytes.File(WavBytes.Format(1, 1, -1, 16), FourSamples));
        Refused("declares 2 channels of 16 bits, but 2 bytes per frame", WavBytes.File(WavBytes.Format(1, 2, 8_000, 16, frame: 2), FourSamples));
        Refused("has 3 bytes, where 16 or more are expected", WavBytes.File(WavBytes.Chunk("fmt ", 1, 2, 3), FourSamples));
        Refused("has no samples: its data chunk is empty", WavBytes.File(Mono16, WavBytes.Chunk("data")));
        Refused("has a second chunk 'fmt ' at byte 36", WavBytes.File(Mono16, Mono16, FourSamples));
        Refused("has the sample NaN in frame 1", WavBytes.File(WavBytes.Format(3, 1, 8_000, 32), WavBytes.Chunk("data", [.. BitConverter.GetBytes(0f), .. BitConverter.GetBytes(float.NaN)])));
        Refused("has the sample Infinity in frame 0", WavBytes.File(WavBytes.Format(3, 2, 8_000, 64), WavBytes.Chunk("data", [.. BitConverter.GetBytes(0d), .. BitConverter.GetBytes(1e300)])));
    }

    [Fact]
    public void Invalid_samples_rates_channels_and_formats_are_not_written()
    {
        Assert.Contains("5 samples are not a whole number of frames of 2 channels", Assert.Throws<ArgumentException>(() => Written(new float[5], 8_000, 2, WavFormat.Pcm16)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Written(new float[5], 0, 1, WavFormat.Pcm16));
        Assert.Throws<ArgumentOutOfRangeException>(() => Written(new float[5], 8_000, 0, WavFormat.Pcm16));
        Assert.Throws<ArgumentOutOfRangeException>(() => Written(new float[5], 8_000, 1, (WavFormat)17));
    }

    private static byte[] Streamed(uint riffSize, byte[] format, uint dataSize, byte[] data) =>
        [.. "RIFF"u8, .. BitConverter.GetBytes(riffSize), .. "WAVE"u8, .. format, .. "data"u8, .. BitConverter.GetBytes(dataSize), .. data];

    private static byte[] Written(float[] samples, int rate, int channels, WavFormat format)
    {
        var stream = new MemoryStream();
        WavFile.Write(stream, samples, rate, channels, format);
        return stream.ToArray();
    }

    private static WavFile Read(byte[] file) => WavFile.Read(new MemoryStream(file), "sound.wav");

    private static void Refused(string message, byte[] file) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => Read(file)).Message, StringComparison.Ordinal);
}
