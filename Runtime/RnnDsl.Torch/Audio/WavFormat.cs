namespace RnnDsl.Audio;

/// <summary>The sample format of a WAV file.</summary>
public enum WavFormat
{
    /// <summary>8 bits, unsigned.</summary>
    Pcm8,

    /// <summary>16 bits, signed.</summary>
    Pcm16,

    /// <summary>24 bits, signed.</summary>
    Pcm24,

    /// <summary>32 bits, signed.</summary>
    Pcm32,

    /// <summary>32-bit floating point.</summary>
    Ieee32,

    /// <summary>64-bit floating point.</summary>
    Ieee64,
}
