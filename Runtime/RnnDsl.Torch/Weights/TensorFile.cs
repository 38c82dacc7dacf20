using System.Collections.Immutable;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Weights;

/// <summary>Named tensors in a safetensors file: weights, the state of a network or of an optimizer.</summary>
/// <remarks>The tensors of a loaded file belong to the dispose scope in which it was loaded, or to <see cref="Dispose"/>.</remarks>
public sealed class TensorFile : IDisposable
{
    // A span is limited to 2 GiB, a tensor is not.
    private const int ChunkBytes = 1 << 28;

    private TensorFile(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyList<SafetensorsEntry> notLoaded, IReadOnlyDictionary<string, string> metadata)
    {
        Path = path;
        Tensors = tensors;
        NotLoaded = notLoaded;
        Metadata = metadata;
    }

    /// <summary>The path of the file.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors { get; }

    /// <summary>Tensors of the file whose dtype TorchSharp lacks (U16, U32, U64, F8_E4M3 and others below 16 bits) or this reader does not support.</summary>
    public IReadOnlyList<SafetensorsEntry> NotLoaded { get; }

    /// <summary>The metadata of the file.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensor of a name.</summary>
    /// <exception cref="KeyNotFoundException">The file has no such tensor; the message names the file and its tensors.</exception>
    /// <exception cref="NotSupportedException">The tensor is one of <see cref="NotLoaded"/>.</exception>
    public Tensor this[string name] => Tensors.TryGetValue(name, out var tensor) ? tensor
        : NotLoaded.FirstOrDefault(entry => entry.Name == name) is { } entry ? throw NotSupported(Path, entry)
        : throw new KeyNotFoundException($"{Path} has no tensor '{name}'. It has: {string.Join(", ", Tensors.Keys.Order(StringComparer.Ordinal))}.");

    /// <summary>Saves tensors of any device, dtype, shape and layout. An existing file is replaced only once the new one is complete.</summary>
    /// <exception cref="NotSupportedException">The format has no type for a tensor's elements (ComplexFloat64 or quantised types).</exception>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    public static void Save(string path, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        SafetensorsFile.Write(path, tensors.Select(named => Serializable(named.Name, named.Tensor)).ToList(), metadata);
    }

    /// <summary>Loads all tensors of a file except those of <see cref="NotLoaded"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device">The device of the tensors; <c>null</c>: the CPU.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="SafetensorsException">The file violates the format.</exception>
    public static TensorFile Load(string path, Device? device = null)
    {
        using var scope = NewDisposeScope();
        using var file = SafetensorsFile.Open(path);
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var entry in file.Entries.Where(static entry => entry.Torch() is not null))
        {
            var tensor = Read(file, entry);
            tensors.Add(entry.Name, device is null ? tensor : tensor.to(device));
        }

        foreach (var tensor in tensors.Values)
            tensor.MoveToOuterDisposeScope();
        return new TensorFile(path, tensors, [.. file.Entries.Where(static entry => entry.Torch() is null)], file.Metadata);
    }

    /// <summary>Disposes all tensors.</summary>
    public void Dispose()
    {
        foreach (var tensor in Tensors.Values)
            tensor.Dispose();
    }

    /// <summary>Reads one tensor of an open file, to the CPU.</summary>
    internal static Tensor Read(SafetensorsFile file, SafetensorsEntry entry)
    {
        var type = entry.Torch() ?? throw NotSupported(file.Name, entry);
        var tensor = empty(entry.Shape.AsSpan(), type, CPU);
        ForEachChunk(tensor, (part, offset) => file.ReadBytes(entry, offset, part.bytes));
        return tensor;
    }

    private static NotSupportedException NotSupported(string file, SafetensorsEntry entry) => new(entry.Type is null
        ? $"{entry} of {file} cannot be loaded: {entry.Dtype} is not a dtype that this version supports. Convert it to F32 with the program that wrote it."
        : $"{entry} of {file} cannot be loaded: TorchSharp has no tensors of {entry.Dtype}.");

    private static SafetensorsTensor Serializable(string name, Tensor tensor)
    {
        var type = tensor.dtype.Stored() ?? throw new NotSupportedException($"'{name}' cannot be saved: the safetensors format has no type for {tensor.dtype}.");
        return new SafetensorsTensor(name, type, tensor.shape.ToImmutableArray(), stream =>
        {
            using var scope = NewDisposeScope();
            using var still = no_grad();
            ForEachChunk(tensor.cpu().contiguous(), (part, _) => stream.Write(part.bytes));
        });
    }

    private static void ForEachChunk(Tensor tensor, Action<Tensor, long> visit)
    {
        using var flat = tensor.view(-1);
        var size = tensor.ElementSize;
        var count = tensor.NumberOfElements;
        for (var start = 0L; start < count; start += ChunkBytes / size)
        {
            using var part = flat.narrow(0, start, Math.Min(ChunkBytes / size, count - start));
            visit(part, start * size);
        }
    }
}
