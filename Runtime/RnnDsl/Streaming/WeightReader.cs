using System.ComponentModel;

namespace RnnDsl.Streaming;

/// <summary>
/// Reads the weights of a streaming model by name and shape. Missing tensors, surplus ones and those of another shape or type are collected, and <see cref="Finish"/> reports them all.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class WeightReader
{
    /// <summary>The largest scale whose products with all integers are finite.</summary>
    private static readonly float LargestScale = MathF.BitDecrement(float.MaxValue / 127);

    private readonly SafetensorsFile _file;
    private readonly string _model;
    private readonly WeightFormat? _format;
    private readonly List<string> _problems = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _alternatives = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredWeight> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, StoredTensor> _tensors = new(StringComparer.Ordinal);

    /// <param name="file">The file.</param>
    /// <param name="model">The name of the model in messages.</param>
    /// <param name="format">How matrices are stored; null for the format that they have in the file.</param>
    /// <exception cref="ArgumentOutOfRangeException">The format is none of <see cref="WeightFormat"/>.</exception>
    public WeightReader(SafetensorsFile file, string model, WeightFormat? format)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (format is { } chosen && !Enum.IsDefined(chosen))
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
        if (_file.Find(other)?.Type == SafetensorsType.I8)
            _known.Add(ScaleOf(other));
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
        if (Find(tensor) is not { ElementCount: > 0 } entry || dimension >= entry.Shape.Length)
        {
            // That the tensor is missing, empty, or of another shape, is reported where it is read. The dimensions of an empty one have no bytes behind them.
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

    /// <summary>The weights of a convolution, as a matrix with a row for each output; its columns are the inputs, of each the taps of the window.</summary>
    /// <param name="name">The name of the tensor.</param>
    /// <param name="outputs">Its first dimension.</param>
    /// <param name="inputs">Its second dimension.</param>
    /// <param name="taps">Its third dimension, the positions of the window.</param>
    public StoredWeight Tensor(string name, long outputs, long inputs, long taps) => Read(name, outputs, inputs * taps, [outputs, inputs, taps]);

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
        foreach (var part in parts)
            part.Use(asMatrix: true);
        if (Joined(parts) is not { } joined)
            return null!;
        var format = FormatOf(parts);
        return StreamMatrix.Pack(joined.Elements, joined.RowCount, joined.ColumnCount, format, ScalesOf(parts, format));
    }

    /// <summary>A vector: others, one after the other.</summary>
    /// <param name="parts">The others.</param>
    public static StreamRows Vector(params ReadOnlySpan<StoredWeight> parts)
    {
        foreach (var part in parts)
            part.Use(asMatrix: false);
        return Joined(parts) is { } joined ? StreamRows.Of(joined.Elements) : default;
    }

    /// <summary>The table of an embedding.</summary>
    /// <param name="weight">The table.</param>
    public StreamTable Table(StoredWeight weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        weight.Use(asMatrix: true);
        if (weight.IsMissing)
            return null!;
        var format = FormatOf([weight]);
        return StreamTable.Pack(weight.Elements, weight.RowCount, weight.ColumnCount, format, ScalesOf([weight], format));
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

    /// <summary>Writes what has been read to another file, with the matrices and tables in the format of this reader. The other tensors stay as they are.</summary>
    /// <param name="path">The other file.</param>
    /// <exception cref="ArgumentException">It is the file that is read.</exception>
    /// <exception cref="InvalidOperationException">The reader has no format.</exception>
    /// <exception cref="InvalidDataException">An element is not finite, which int8 has no integer for, or is beyond the largest number of bfloat16.</exception>
    public WeightConversion Write(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var format = _format ?? throw new InvalidOperationException("A conversion has a format: Float32, BFloat16 or Int8.");
        if (File.Exists(_file.Name) && Replaces(path, _file.Name))
            throw new ArgumentException($"{path} is the file that is read. Write the converted weights to another one.", nameof(path));

        var (tensors, errors) = (new List<SafetensorsTensor>(), new List<ConvertedTensor>());
        foreach (var (name, tensor) in _tensors)
        {
            if (tensor is { IsMatrix: true, IsVector: false })
                Convert(tensor.Entry, _read[name], format, tensors, errors);
            else
                Copy(tensor.Entry, _read[name], tensors);
        }

        SafetensorsFile.Write(path, tensors, _file.Metadata);
        return new WeightConversion(_file.Length, new FileInfo(path).Length, errors);
    }

    /// <summary>Whether writing to a path replaces a file: a link at the path is replaced itself, but the folders of both, and the file, may be links.</summary>
    private static bool Replaces(string path, string file)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        var written = InRealFolder(path);
        var read = InRealFolder(file);
        return written.Equals(read, comparison) || written.Equals(Real(read), comparison);

        static string InRealFolder(string path)
        {
            var full = Path.GetFullPath(path);
            return Path.GetDirectoryName(full) is { } parent ? Path.Combine(Real(InRealFolder(parent)), Path.GetFileName(full)) : full;
        }

        static string Real(string path) => new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true) is { } target ? InRealFolder(target.FullName) : path;
    }

    /// <summary>A tensor as it is; integers, which only matrices are, as float32.</summary>
    private void Copy(SafetensorsEntry entry, StoredWeight weight, List<SafetensorsTensor> tensors)
    {
        if (entry.Type == SafetensorsType.I8)
        {
            tensors.Add(SafetensorsTensor.From<float>(entry.Name, entry.Shape.AsSpan(), weight.Elements.ToArray()));
            return;
        }

        var bytes = new byte[entry.ByteCount];
        _file.ReadBytes(entry, bytes);
        tensors.Add(new SafetensorsTensor(entry.Name, entry.Type!.Value, entry.Shape, stream => stream.Write(bytes)));
    }

    private static void Convert(SafetensorsEntry entry, StoredWeight weight, WeightFormat format, List<SafetensorsTensor> tensors, List<ConvertedTensor> errors)
    {
        var elements = weight.Elements;
        var (size, columns) = (StoredElements.Bytes(format), weight.ColumnCount);
        float[] scales = format == WeightFormat.Int8 ? weight.Scales : [];
        if (scales.AsSpan().IndexOfAnyExceptInRange(0, float.MaxValue) is >= 0 and var row)
            throw new InvalidDataException($"Row {row} of {entry.Name} has elements that are not finite; int8 has no integers for them.");

        var bytes = new byte[(long)elements.Length * size];
        var (largest, error, sum) = (0d, 0d, 0d);
        for (var i = 0; i < elements.Length; i++)
        {
            var scale = scales.Length == 0 ? 1 : scales[i / columns];
            ref var element = ref bytes[i * size];
            StoredElements.Write(elements[i], scale, format, ref element);
            var stored = StoredElements.Read(scale, format, in element);
            if (float.IsInfinity(stored) && float.IsFinite(elements[i]))
                throw new InvalidDataException(FormattableString.Invariant($"Element {i} of {entry.Name} is {elements[i]}, which {format} has no finite number for."));

            // The difference of two infinities, or of NaN, is NaN: an element that stays what it is has no error.
            var difference = stored.Equals(elements[i]) ? 0 : Math.Abs((double)stored - elements[i]);
            largest = Math.Max(largest, Math.Abs(elements[i]));
            error = Math.Max(error, difference);
            sum += difference;
        }

        errors.Add(new ConvertedTensor(entry.Name, elements.Length, largest, error, sum / elements.Length));
        var type = format switch { WeightFormat.Float32 => SafetensorsType.F32, WeightFormat.BFloat16 => SafetensorsType.BF16, _ => SafetensorsType.I8 };
        tensors.Add(new SafetensorsTensor(entry.Name, type, entry.Shape, stream => stream.Write(bytes)));
        if (format == WeightFormat.Int8)
            tensors.Add(SafetensorsTensor.From<float>(ScaleOf(entry.Name), [scales.Length], scales));
    }

    /// <summary>The name of the tensor with the scales of another's rows.</summary>
    private static string ScaleOf(string name) => name + ".scale";

    /// <summary>The format of a matrix: that of all its parts where it follows the file.</summary>
    private WeightFormat FormatOf(ReadOnlySpan<StoredWeight> parts)
    {
        if (_format is { } format)
            return format;
        foreach (var part in parts)
        {
            if (part.Format != parts[0].Format)
                return WeightFormat.Float32;
        }

        return parts[0].Format;
    }

    private static float[] ScalesOf(ReadOnlySpan<StoredWeight> parts, WeightFormat format)
    {
        var scales = new List<float>();
        if (format == WeightFormat.Int8)
        {
            foreach (var part in parts)
                scales.AddRange(part.Scales);
        }

        return [.. scales];
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
        else if (entry.Type is not (SafetensorsType.F16 or SafetensorsType.BF16 or SafetensorsType.F32 or SafetensorsType.F64) && !(entry.Type == SafetensorsType.I8 && shape.Length > 1))
            _problems.Add($"{entry.Name}: the file has {entry.Dtype}, the model floating-point numbers of 16, 32 or 64 bits (F16, BF16, F32, F64){(shape.Length > 1 ? ", or integers of 8 bits (I8) with a scale for each row" : "")}");
        else if (rows == 0 || columns == 0)
            _problems.Add($"{entry.Name}: the file has [{string.Join(", ", entry.Shape)}], which is no shape of a weight");
        else if (Math.Max(entry.ElementCount * sizeof(float), entry.ByteCount) > Array.MaxLength)
            _problems.Add($"{entry.Name}: the file has [{string.Join(", ", entry.Shape)}], more than the 2 GiB that a weight may take");
        else if (entry.Type == SafetensorsType.I8)
            _read[name] = ReadIntegers(name, entry, (int)rows, (int)columns);
        else
            _read[name] = new StoredWeight(_file.ReadSingles(entry), (int)rows, (int)columns, TensorOf(name, entry, entry.Type == SafetensorsType.BF16 ? WeightFormat.BFloat16 : WeightFormat.Float32));
        return _read[name];
    }

    private StoredTensor TensorOf(string name, SafetensorsEntry entry, WeightFormat format) => _tensors[name] = new StoredTensor(entry, format);

    /// <summary>Integers times the scales of their rows, which are a tensor of their own.</summary>
    private StoredWeight ReadIntegers(string name, SafetensorsEntry entry, int rows, int columns)
    {
        var scaleName = ScaleOf(entry.Name);
        _known.Add(scaleName);
        if (_file.Find(scaleName) is not { } scaleEntry)
        {
            _problems.Add($"{scaleName}: missing; {entry.Name} has integers of 8 bits, and a scale for each row, [{rows}], belongs to them");
            return StoredWeight.Missing;
        }

        if (scaleEntry.Type != SafetensorsType.F32 || !scaleEntry.Shape.AsSpan().SequenceEqual([rows]))
        {
            _problems.Add($"{scaleName}: the file has {scaleEntry.Dtype} [{string.Join(", ", scaleEntry.Shape)}], the model F32 [{rows}], a scale for each row of {entry.Name}");
            return StoredWeight.Missing;
        }

        var scales = _file.ReadSingles(scaleEntry);
        if (scales.AsSpan().IndexOfAnyExceptInRange(0, LargestScale) is >= 0 and var wrong)
        {
            _problems.Add(FormattableString.Invariant($"{scaleName}: the scale of row {wrong} is {scales[wrong]}; scales are from 0 to {LargestScale}"));
            return StoredWeight.Missing;
        }

        var integers = _file.Read<sbyte>(entry);
        if (integers.AsSpan().IndexOf(sbyte.MinValue) is >= 0 and var place)
        {
            _problems.Add($"{entry.Name}: element {place} is -128; integers of weights are from -127 to 127");
            return StoredWeight.Missing;
        }

        var elements = new float[integers.Length];
        for (var i = 0; i < elements.Length; i++)
            elements[i] = integers[i] * scales[i / columns];
        return new StoredWeight(elements, rows, columns, TensorOf(name, entry, WeightFormat.Int8), scales);
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
