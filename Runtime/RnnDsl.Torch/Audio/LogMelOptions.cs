namespace RnnDsl.Torch;

/// <summary>How log-mel features are computed.</summary>
public sealed record LogMelOptions
{
    /// <summary>Samples a second.</summary>
    public int SampleRate { get; init; } = 8_000;

    /// <summary>Samples in a window: 32 ms at 8,000 a second.</summary>
    public int Window { get; init; } = 256;

    /// <summary>Samples from one window to the next: 10 ms at 8,000 a second.</summary>
    public int Hop { get; init; } = 80;

    /// <summary>How many numbers a frame has.</summary>
    public int Mels { get; init; } = 40;

    /// <summary>Where the lowest filter begins, in hertz.</summary>
    public double LowestFrequency { get; init; } = 60;

    /// <summary>Where the highest filter ends, in hertz; <c>null</c> is half the rate.</summary>
    public double? HighestFrequency { get; init; }

    /// <summary>What lies so many decibels below the loudest of an utterance is taken as silence.</summary>
    public double DynamicRange { get; init; } = 80;
}
