using System.Collections.Immutable;

namespace RnnDsl;

/// <summary>One tensor of a safetensors file, as the header describes it.</summary>
/// <param name="Name">The tensor's name: in a file of weights, its key in the state_dict.</param>
/// <param name="Dtype">The type of its elements as the header declares it, such as <c>F32</c>; it may be one that this reader does not know.</param>
/// <param name="Shape">Its sizes; none for a scalar. Elements lie in row-major order.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where its bytes end (exclusive).</param>
public sealed record SafetensorsEntry(string Name, string Dtype, ImmutableArray<long> Shape, long Begin, long End)
{
    /// <summary>The type of its elements; <c>null</c> where <see cref="Dtype"/> names none that this reader knows.</summary>
    public SafetensorsType? Type => SafetensorsTypes.Find(Dtype);

    /// <summary>How many elements the tensor has: the product of its sizes.</summary>
    public long ElementCount => Shape.Aggregate(1L, static (count, size) => count * size);

    /// <summary>How many bytes the tensor takes.</summary>
    public long ByteCount => End - Begin;

    /// <summary>Such as <c>fc.weight F32 [65, 256]</c>.</summary>
    public override string ToString() => $"{Name} {Dtype} [{string.Join(", ", Shape)}]";
}
