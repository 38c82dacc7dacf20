using System.Text;

namespace RnnDsl.Audio;

/// <summary>Options of log-mel features.</summary>
public sealed record LogMelOptions
{
    /// <summary>The sample rate, in samples per second.</summary>
    public int SampleRate { get; init; } = 8_000;

    /// <summary>The window length in samples: 32 ms at 8,000 samples per second.</summary>
    public int Window { get; init; } = 256;

    /// <summary>The hop length in samples: 10 ms at 8,000 samples per second.</summary>
    public int Hop { get; init; } = 80;

    /// <summary>The number of mel bands, the features of a frame.</summary>
    public int Mels { get; init; } = 40;

    /// <summary>The lower edge of the lowest filter, in hertz.</summary>
    public double LowestFrequency { get; init; } = 60;

    /// <summary>The upper edge of the highest filter, in hertz; <c>null</c>: half the sample rate.</summary>
    public double? HighestFrequency { get; init; }

    /// <summary>The dynamic range in decibels: values further below the maximum of an utterance are clamped.</summary>
    public double DynamicRange { get; init; } = 80;

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers(
        (nameof(SampleRate), SampleRate), (nameof(Window), Window), (nameof(Hop), Hop), (nameof(Mels), Mels), (nameof(LowestFrequency), LowestFrequency), (nameof(HighestFrequency), HighestFrequency), (nameof(DynamicRange), DynamicRange));
}
