using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace RnnDsl;

/// <summary>One tensor to be written to a safetensors file.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes; none for a scalar.</param>
/// <param name="Write">Writes its elements, row-major and little-endian, when their turn comes: nothing needs to be held until then.</param>
public sealed record SafetensorsTensor(string Name, SafetensorsType Type, ImmutableArray<long> Shape, Action<Stream> Write)
{
    /// <summary>A tensor of .NET values.</summary>
    /// <exception cref="NotSupportedException">The format has no type for <typeparamref name="T"/>.</exception>
    public static SafetensorsTensor From<T>(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<T> values)
        where T : unmanaged =>
        new(name, SafetensorsTypes.Of<T>(), [.. shape], stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));
}
