using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnDsl.Safetensors;

/// <summary>One tensor to write to a safetensors file.</summary>
/// <param name="Name">The name, unique in the file.</param>
/// <param name="Type">The element type.</param>
/// <param name="Shape">The shape; empty for a scalar.</param>
/// <param name="Write">
/// Writes the elements, row-major and little-endian; called when the tensor is written, so that nothing needs to be in memory before.
/// </param>
public sealed record SafetensorsTensor(string Name, SafetensorsType Type, ImmutableArray<long> Shape, Action<Stream> Write)
{
    /// <summary>A tensor from .NET values.</summary>
    /// <exception cref="NotSupportedException">The format has no type for <typeparamref name="T"/>.</exception>
    public static SafetensorsTensor From<T>(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<T> values)
        where T : unmanaged =>
        new(name, SafetensorsTypes.Of<T>(), [.. shape], stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Name), Name), (nameof(Type), Type), (nameof(Shape), Shape));
}
