using System.Diagnostics.CodeAnalysis;

namespace RnnDsl.Streaming;

/// <summary>How a streaming model keeps its matrices in memory. It is chosen when the weights are loaded, or follows the file; vectors, states and activations are float32 in all of them.</summary>
[SuppressMessage("Naming", "CA1720:Identifier contains type name", Justification = "These are the names of the formats.")]
public enum WeightFormat
{
    /// <summary>4 bytes an element: as trained.</summary>
    Float32,

    /// <summary>2 bytes an element: the upper half of a float32, with 8 bits of significand.</summary>
    BFloat16,

    /// <summary>
    /// 1 byte an element: integers from -127 to 127 and a scale for each row of the tensor, the largest magnitude of the row divided by 127. Products round activations to integers of 16 bits, with a
    /// scale for each step.
    /// </summary>
    Int8,
}
