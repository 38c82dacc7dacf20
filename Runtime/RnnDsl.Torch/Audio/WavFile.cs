using System.Buffers.Binary;
using System.Globalization;
using RnnDsl.Files;

namespace RnnDsl.Audio;

/// <summary>The sound of a WAV file (RIFF, Microsoft and IBM 1991): samples of one or more channels at a sample rate.</summary>
/// <remarks>
/// Supports PCM of 8, 16, 24 and 32 bits and floating-point samples of 32 and 64 bits, plain or as WAVE_FORMAT_EXTENSIBLE, with chunks in any order.
/// Compressed, truncated and inconsistent files are rejected. A program that writes into a pipe does not know the size of its data chunk: if that is
/// 0, 0x7FFFF000, 0x80000000 or 0xFFFFFFFF (or up to 4 KiB less than one of the last three), samples are read to the end of the file, and an
/// incomplete last frame is dropped. The size in the file's header (after <c>RIFF</c>) is ignored.
/// </remarks>
public sealed class WavFile
{
    /// <summary>The maximum sample rate; higher values mean a damaged header.</summary>
    public const int HighestSampleRate = 768_000;

    private WavFile(WavFormat format, int sampleRate, int channels, float[] samples) =>
        (Format, SampleRate, Channels, Samples) = (format, sampleRate, channels, samples);

    /// <summary>The sample format of the file.</summary>
    public WavFormat Format { get; }

    /// <summary>The sample rate, in frames per second.</summary>
    public int SampleRate { get; }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>[frames × channels], interleaved. Integers are scaled to -1 to 1.</summary>
    public ReadOnlyMemory<float> Samples { get; }

    /// <summary>The number of frames.</summary>
    public int Frames => Samples.Length / Channels;

    /// <summary>The duration.</summary>
    public TimeSpan Duration => TimeSpan.FromSeconds((double)Frames / SampleRate);

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataException">The file is not a supported WAV file; the message has the position and what to do.</exception>
    /// <exception cref="ReadLimitException">The file or its samples take more than <see cref="ReadLimits.MemoryBytes"/>.</exception>
    /// <exception cref="IOException">There is no such file, or it is a folder.</exception>
    public static WavFile Read(string path)
    {
        using var stream = ReadableFile.Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads a stream from its current position to its end.</summary>
    /// <param name="stream">The stream, which need not be seekable.</param>
    /// <param name="name">The name in messages.</param>
    /// <exception cref="DataException">The stream is not a supported WAV file; the message has the position and what to do.</exception>
    /// <exception cref="ReadLimitException">The file or its samples take more than <see cref="ReadLimits.MemoryBytes"/>.</exception>
    public static WavFile Read(Stream stream, string name)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        var chunks = RiffChunks.Read(stream, name);
        var header = WavHeader.Parse(chunks.Format.Span, chunks.FormatOffset, name);
        var data = chunks.Data.Span;
        var frame = header.Channels * header.BytesPerSample;
        if (chunks.IsStreamed)
            data = data[..(data.Length - (data.Length % frame))];
        if (data.Length == 0)
            throw new DataException($"'{name}' has no samples: its data chunk is empty.");
        if (data.Length % frame != 0)
        {
            throw new DataException(
                $"'{name}' is cut within a frame: its data chunk at byte {chunks.DataOffset.Invariant()} has {data.Length.Invariant()} bytes, where frames of {frame} bytes are expected. Write the file again.");
        }

        new ReadBudget(name).TakeArray<float>(data.Length / header.BytesPerSample);
        var samples = WavSamples.Decode(data, header.Format);
        var damaged = samples.AsSpan().IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
        if (damaged >= 0)
        {
            throw new DataException(
                $"'{name}' has the sample {samples[damaged].ToString(CultureInfo.InvariantCulture)} in frame {(damaged / header.Channels).Invariant()} (counted from 0), where a finite number is expected.");
        }
        return new(header.Format, header.SampleRate, header.Channels, samples);
    }

    /// <summary>The mean of the channels.</summary>
    /// <returns>[frames]</returns>
    public float[] ToMono()
    {
        var mono = new float[Frames];
        var samples = Samples.Span;
        for (var frame = 0; frame < mono.Length; frame++)
        {
            var sum = 0d;
            foreach (var sample in samples.Slice(frame * Channels, Channels))
                sum += sample;
            mono[frame] = (float)(sum / Channels);
        }
        return mono;
    }

    /// <summary>Writes a file with one <c>fmt </c> and one <c>data</c> chunk.</summary>
    /// <param name="stream">The stream to write to.</param>
    /// <param name="samples">[frames × channels]; integer formats clip values to -1 to 1.</param>
    /// <param name="sampleRate">The sample rate, in frames per second.</param>
    /// <param name="channels">The number of channels.</param>
    /// <param name="format">The sample format.</param>
    /// <exception cref="ArgumentException">The samples are not a whole number of frames, or too many for a WAV file.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The sample rate or the number of channels is not above 0, or too large.</exception>
    public static void Write(Stream stream, ReadOnlySpan<float> samples, int sampleRate, int channels = 1, WavFormat format = WavFormat.Pcm16)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(sampleRate, HighestSampleRate);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(channels, WavHeader.MostChannels);
        if (samples.Length % channels != 0)
            throw new ArgumentException($"{samples.Length.Invariant()} samples are not a whole number of frames of {channels} channels.", nameof(samples));
        var header = new WavHeader(format, sampleRate, channels);
        if ((long)samples.Length * header.BytesPerSample > RiffChunks.MostBytes - 64)
            throw new ArgumentException($"{samples.Length.Invariant()} samples are too many for one WAV file.", nameof(samples));

        var data = WavSamples.Encode(samples, format);
        RiffChunks.Write(stream, header.ToBytes(), data);
    }
}
