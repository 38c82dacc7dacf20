using System.ComponentModel;

namespace RnnDsl.Streaming;

/// <summary>A matrix or a vector of a file of weights, or a part of one. A vector has one column.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class StoredWeight
{
    private readonly float[] _elements;
    private readonly StoredTensor? _tensor;
    private readonly float[]? _scales;

    internal StoredWeight(float[] elements, int rows, int columns, StoredTensor? tensor = null, float[]? scales = null)
    {
        (_elements, _tensor, _scales) = (elements, tensor, scales);
        (RowCount, ColumnCount) = (rows, columns);
    }

    /// <summary>What stands in for a weight that the file lacks, until all that it lacks is reported.</summary>
    internal static readonly StoredWeight Missing = new([], 0, 0);

    internal int RowCount { get; }

    internal int ColumnCount { get; }

    internal bool IsMissing => RowCount == 0;

    internal ReadOnlySpan<float> Elements => _elements;

    /// <summary>The format of the tensor in the file; float32 for what is made of several.</summary>
    internal WeightFormat Format => _tensor?.Format ?? WeightFormat.Float32;

    /// <summary>The scales of the rows as integers: those of the file, else of the rows of the whole tensor, also where this is a part of their columns.</summary>
    internal float[] Scales => _scales ?? StoredElements.ScalesOf(_elements, RowCount, ColumnCount);

    /// <summary>Notes that a matrix or a table, or a vector, is made of the tensor.</summary>
    internal void Use(bool asMatrix)
    {
        if (_tensor is null)
            return;
        if (asMatrix)
            _tensor.IsMatrix = true;
        else
            _tensor.IsVector = true;
    }

    /// <summary>Some rows.</summary>
    /// <param name="first">The number of rows before them.</param>
    /// <param name="count">Their number.</param>
    public StoredWeight Rows(int first, int count) => IsMissing
        ? this
        : new StoredWeight(_elements.AsSpan(first * ColumnCount, count * ColumnCount).ToArray(), count, ColumnCount, _tensor, _scales?.AsSpan(first, count).ToArray());

    /// <summary>A row as a vector.</summary>
    /// <param name="row">The number of rows before it.</param>
    public StoredWeight Row(int row) => IsMissing ? this : new StoredWeight(_elements.AsSpan(row * ColumnCount, ColumnCount).ToArray(), ColumnCount, 1, _tensor);

    /// <summary>Some columns.</summary>
    /// <param name="first">The number of columns before them.</param>
    /// <param name="count">Their number.</param>
    public StoredWeight Columns(int first, int count)
    {
        if (IsMissing)
            return this;
        var elements = new float[RowCount * count];
        for (var row = 0; row < RowCount; row++)
            _elements.AsSpan((row * ColumnCount) + first, count).CopyTo(elements.AsSpan(row * count));
        return new StoredWeight(elements, RowCount, count, _tensor, Scales);
    }

    /// <summary>The weights of a convolution with the columns in the order of the window: of each of its positions the inputs.</summary>
    /// <param name="taps">The positions of the window.</param>
    public StoredWeight InOrderOfWindow(int taps)
    {
        if (IsMissing)
            return this;
        var (elements, inputs) = (new float[_elements.Length], ColumnCount / taps);
        for (var row = 0; row < RowCount; row++)
        {
            for (var tap = 0; tap < taps; tap++)
            {
                for (var input = 0; input < inputs; input++)
                    elements[(row * ColumnCount) + (tap * inputs) + input] = _elements[(row * ColumnCount) + (input * taps) + tap];
            }
        }

        return new StoredWeight(elements, RowCount, ColumnCount, _tensor, Scales);
    }

    /// <summary>One number as a vector.</summary>
    /// <param name="length">The length of the vector.</param>
    public StoredWeight Repeat(int length)
    {
        if (IsMissing)
            return this;
        var elements = new float[length];
        Array.Fill(elements, _elements[0]);
        return new StoredWeight(elements, length, 1);
    }

    /// <summary>The sum of two of the same shape.</summary>
    public static StoredWeight operator +(StoredWeight left, StoredWeight right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return left.IsMissing || right.IsMissing ? Missing : new StoredWeight([.. left._elements.Zip(right._elements, static (one, other) => one + other)], left.RowCount, left.ColumnCount);
    }

    /// <summary>A multiple.</summary>
    public static StoredWeight operator *(float factor, StoredWeight weight)
    {
        ArgumentNullException.ThrowIfNull(weight);
        return weight.IsMissing ? weight : new StoredWeight([.. weight._elements.Select(element => factor * element)], weight.RowCount, weight.ColumnCount);
    }
}
