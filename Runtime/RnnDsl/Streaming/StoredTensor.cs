using RnnDsl.Safetensors;

namespace RnnDsl.Streaming;

/// <summary>A tensor of a file of weights, and what a model makes of it.</summary>
/// <param name="entry">The tensor.</param>
/// <param name="format">How its elements are stored.</param>
internal sealed class StoredTensor(SafetensorsEntry entry, WeightFormat format)
{
    public SafetensorsEntry Entry => entry;

    public WeightFormat Format => format;

    /// <summary>Whether a matrix or a table is made of it.</summary>
    public bool IsMatrix { get; set; }

    /// <summary>Whether a vector is made of it.</summary>
    public bool IsVector { get; set; }
}
