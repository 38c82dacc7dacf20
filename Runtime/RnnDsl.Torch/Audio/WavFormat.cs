namespace RnnDsl.Torch;

/// <summary>How a WAV file holds a sample.</summary>
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

    /// <summary>A floating-point number of 32 bits.</summary>
    Ieee32,

    /// <summary>A floating-point number of 64 bits.</summary>
    Ieee64,
}
