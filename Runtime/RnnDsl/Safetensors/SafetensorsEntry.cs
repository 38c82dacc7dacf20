using System.Collections.Immutable;

namespace RnnDsl;

/// <summary>One tensor of a safetensors file, as the header describes it.</summary>
/// <param name="Name">The tensor's name: in a file of weights, its key in the state_dict.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes; none for a scalar. Elements lie in row-major order.</param>
/// <param name="Begin">Where its bytes begin, counted from the end of the header.</param>
/// <param name="End">Where its bytes end (exclusive).</param>
public sealed record SafetensorsEntry(string Name, SafetensorsType Type, ImmutableArray<long> Shape, long Begin, long End)
{
    /// <summary>How many elements the tensor has.</summary>
    public long ElementCount => ByteCount / Type.ByteSize();

    /// <summary>How many bytes the tensor takes.</summary>
    public long ByteCount => End - Begin;

    /// <summary>Such as <c>fc.weight F32 [65, 256]</c>.</summary>
    public override string ToString() => $"{Name} {Type.Name()} [{string.Join(", ", Shape)}]";
}
