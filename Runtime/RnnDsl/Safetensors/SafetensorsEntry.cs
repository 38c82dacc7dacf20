using System.Collections.Immutable;

namespace RnnDsl.Safetensors;

/// <summary>One tensor of a safetensors file, as described by the header.</summary>
/// <param name="Name">The name; in a file of weights, the key in the state_dict.</param>
/// <param name="Dtype">The element type as declared in the header, such as <c>F32</c>; possibly one that this reader does not support.</param>
/// <param name="Shape">The shape; empty for a scalar. Elements are in row-major order.</param>
/// <param name="Begin">The offset of its first byte, from the end of the header.</param>
/// <param name="End">The offset of the end of its bytes (exclusive).</param>
public sealed record SafetensorsEntry(string Name, string Dtype, ImmutableArray<long> Shape, long Begin, long End)
{
    /// <summary>The element type; <c>null</c> if this reader does not support <see cref="Dtype"/>.</summary>
    public SafetensorsType? Type => SafetensorsTypes.Find(Dtype);

    /// <summary>The number of elements.</summary>
    public long ElementCount => Shape.Aggregate(1L, static (count, size) => count * size);

    /// <summary>The number of bytes.</summary>
    public long ByteCount => End - Begin;

    /// <summary>Such as <c>fc.weight F32 [65, 256]</c>.</summary>
    public override string ToString() => $"{Name} {Dtype} [{string.Join(", ", Shape)}]";
}
