using System.ComponentModel;

namespace RnnDsl.Streaming;

/// <summary>
/// Reads the weights of a streaming model by name and shape. Missing tensors, surplus ones and those of another shape or type are collected, and <see cref="Finish"/> reports them all.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WeightReader
{
    private readonly SafetensorsFile _file;
    private readonly string _model;
    private readonly WeightFormat _format;
    private readonly List<string> _problems = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _alternatives = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredWeight> _read = new(StringComparer.Ordinal);

    /// <param name="file">The file.</param>
    /// <param name="model">The name of the model in messages.</param>
    /// <param name="format">How matrices are stored.</param>
    /// <exception cref="ArgumentOutOfRangeException">The format is none of <see cref="WeightFormat"/>.</exception>
    public WeightReader(SafetensorsFile file, string model, WeightFormat format)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!Enum.IsDefined(format))
            throw new ArgumentOutOfRangeException(nameof(format), format, "The format of weights is Float32, BFloat16 or Int8.");
        (_file, _model, _format) = (file, model, format);
    }

    /// <summary>Names one tensor that a file may have under either of two names, or under both, as tied weights are.</summary>
    /// <param name="name">The name by which it is read.</param>
    /// <param name="other">The other name.</param>
    public void Tie(string name, string other)
    {
        _alternatives[name] = other;
        _known.Add(other);
    }

    /// <summary>A size of the model, as the length of a dimension of a tensor says it: the length is a multiple of the size and a known number.</summary>
    /// <param name="name">The name of the size in the declaration.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="dimension">The dimension.</param>
    /// <param name="parts">How often the size lies in it.</param>
    /// <param name="less">What else lies in it.</param>
    /// <returns>The size; 1 where the file does not say, which is reported.</returns>
    public int Size(string name, string tensor, int dimension, int parts = 1, int less = 0)
    {
        if (Find(tensor) is not { } entry || dimension >= entry.Shape.Length)
        {
            // That the tensor is missing, or of another shape, is reported where it is read.
            return 1;
        }

        var length = entry.Shape[dimension];
        var own = length - less;
        if (own > 0 && own % parts == 0 && own / parts <= int.MaxValue / 16)
            return (int)(own / parts);
        _problems.Add($"{tensor}: dimension {dimension} is {length}, which gives no {name}: it is {(parts > 1 ? $"{parts} × " : "")}{name}{(less > 0 ? $" + {less}" : "")}");
        return 1;
    }

    /// <summary>A matrix.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="rows">Its first dimension.</param>
    /// <param name="columns">Its second dimension.</param>
    public StoredWeight Tensor(string name, long rows, long columns) => Read(name, rows, columns, [rows, columns]);

    /// <summary>A vector.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="length">Its length.</param>
    public StoredWeight Tensor(string name, long length) => Read(name, length, 1, [length]);

    /// <summary>Zeros: the bias of a product without one.</summary>
    /// <param name="length">Their number.</param>
    public static StoredWeight Zeros(int length) => new(new float[length], length, 1);

    /// <summary>Ones: the gain of a normalisation without one.</summary>
    /// <param name="length">Their number.</param>
    public static StoredWeight Ones(int length)
    {
        var ones = new float[length];
        Array.Fill(ones, 1);
        return new StoredWeight(ones, length, 1);
    }

    /// <summary>A matrix for products: others, one below the other.</summary>
    /// <param name="parts">The others, with as many columns each.</param>
    public StreamMatrix Matrix(params ReadOnlySpan<StoredWeight> parts)
    {
        if (Joined(parts) is not { } joined)
            return null!;
        return StreamMatrix.Pack(joined.Elements, joined.RowCount, joined.ColumnCount, _format);
    }

    /// <summary>A vector: others, one after the other.</summary>
    /// <param name="parts">The others.</param>
    public static StreamRows Vector(params ReadOnlySpan<StoredWeight> parts) => Joined(parts) is { } joined ? StreamRows.Of(joined.Elements) : default;

    /// <summary>The table of an embedding.</summary>
    /// <param name="weight">The table.</param>
    public StreamTable Table(StoredWeight weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return weight.IsMissing ? null! : StreamTable.Pack(weight.Elements, weight.RowCount, weight.ColumnCount, _format);
    }

    /// <summary>Reports all problems, and tensors that the model lacks.</summary>
    /// <exception cref="StreamWeightsException">There are some.</exception>
    public void Finish()
    {
        foreach (var entry in _file.Entries.Where(entry => !_known.Contains(entry.Name)))
            _problems.Add($"{entry.Name}: the model has no such tensor");
        if (_problems.Count > 0)
            throw new StreamWeightsException(_file.Name, _model, _problems);
    }

    private SafetensorsEntry? Find(string name) => _file.Find(name) ?? (_alternatives.TryGetValue(name, out var other) ? _file.Find(other) : null);

    private StoredWeight Read(string name, long rows, long columns, long[] shape)
    {
        if (_read.TryGetValue(name, out var known))
            return known;
        _known.Add(name);
        _read.Add(name, StoredWeight.Missing);
        var expected = $"[{string.Join(", ", shape)}]";
        if (Find(name) is not { } entry)
            _problems.Add($"{name}: missing; the model has {expected}");
        else if (!entry.Shape.AsSpan().SequenceEqual(shape))
            _problems.Add($"{entry.Name}: the file has [{string.Join(", ", entry.Shape)}], the model {expected}");
        else if (entry.Type is not (SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F32 or SafetensorsType.F64))
            _problems.Add($"{entry.Name}: the file has {entry.Dtype}, the model floating-point numbers of 16, 32 or 64 bits (F16, BF16, F32, F64)");
        else if (entry.ElementCount > Array.MaxLength || rows == 0 || columns == 0)
            _problems.Add($"{entry.Name}: the file has [{string.Join(", ", entry.Shape)}], which is no shape of a weight");
        else
            _read[name] = new StoredWeight(_file.ReadSingles(entry), (int)rows, (int)columns);
        return _read[name];
    }

    private static StoredWeight? Joined(ReadOnlySpan<StoredWeight> parts)
    {
        var (rows, columns) = (0, parts[0].ColumnCount);
        foreach (var part in parts)
        {
            if (part.IsMissing)
                return null;
            rows = checked(rows + part.RowCount);
        }

        if (parts.Length == 1)
            return parts[0];
        var elements = new float[checked(rows * columns)];
        var next = elements.AsSpan();
        foreach (var part in parts)
        {
            part.Elements.CopyTo(next);
            next = next[part.Elements.Length..];
        }

        return new StoredWeight(elements, rows, columns);
    }
}
