using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Images of one size on a device, grey values as bytes, and the class of each.</summary>
public sealed class LabelledImages : IDisposable
{
    private readonly Tensor _pixels;
    private readonly Tensor _labels;

    private LabelledImages(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, int rows, int columns, Device? device)
    {
        (Pixels, Labels, Rows, Columns) = (pixels, labels, rows, columns);

        // The images outlive the scope they are made in: their owner disposes them.
        using var scope = NewDisposeScope();
        _pixels = tensor(pixels.ToArray(), [Count, rows, columns], device: device ?? CPU).DetachFromDisposeScope();
        _labels = tensor(labels.ToArray(), device: device ?? CPU).to(ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>How many there are.</summary>
    public int Count => Labels.Length;

    /// <summary>Rows of each image.</summary>
    public int Rows { get; }

    /// <summary>Columns of each image.</summary>
    public int Columns { get; }

    /// <summary>The grey values [images, rows, columns] on the host, 0 for the background.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The classes [images] on the host.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>Reads images and labels from two IDX files of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="imagesFile">The name of the images' file.</param>
    /// <param name="labelsFile">The name of the labels' file.</param>
    /// <param name="rows">The rows each image must have.</param>
    /// <param name="columns">The columns each image must have.</param>
    /// <param name="classes">The number of classes: labels are 0 to one less.</param>
    /// <param name="limit">Keep this many of the first images at most; <c>null</c> keeps all.</param>
    /// <param name="device">Where they are kept; <c>null</c> is the CPU.</param>
    /// <exception cref="DataException">A file is not what it should be, or the two do not go together.</exception>
    public static LabelledImages Read(
        ResolvedData data, string imagesFile, string labelsFile, int rows, int columns, int classes, int? limit = null, Device? device = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        var images = ReadFile(data, imagesFile, "images", "rows", "columns");
        var labels = ReadFile(data, labelsFile, "labels");
        var count = images.Dimensions[0];
        if (images.Dimensions[1] != rows || images.Dimensions[2] != columns)
            throw new DataException($"'{images.Name}' has images of {images.Dimensions[1].Invariant()} × {images.Dimensions[2].Invariant()} pixels, where {rows} × {columns} are expected.");
        if (labels.Dimensions[0] != count)
            throw new DataException($"'{images.Name}' has {count.Invariant()} images and '{labels.Name}' has {labels.Dimensions[0].Invariant()} labels, where one for each is expected: they are of different sets.");
        if (count == 0)
            throw new DataException($"'{images.Name}' has no image.");
        if (labels.Data.Span.IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1)) is >= 0 and var place)
            throw new DataException($"'{labels.Name}' has the label {labels.Data.Span[place]} at place {place.Invariant()} (counted from 0), where 0 to {classes - 1} are expected.");

        var kept = Math.Min(count, limit ?? count);
        return new LabelledImages(images.Data[..(kept * rows * columns)], labels.Data[..kept], rows, columns, device);
    }

    /// <summary>The images of the given numbers.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    public ImageBatch Batch(ReadOnlySpan<long> numbers)
    {
        using var scope = NewDisposeScope();
        var places = tensor(numbers.ToArray(), device: _pixels.device);
        return Scaled(scope, _pixels.index_select(0, places), _labels.index_select(0, places));
    }

    /// <summary>Images that follow each other, fewer where the set ends.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    public ImageBatch Batch(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(start, Count);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        using var scope = NewDisposeScope();
        var kept = Math.Min(count, Count - start);
        return Scaled(scope, _pixels.narrow(0, start, kept), _labels.narrow(0, start, kept).clone());
    }

    /// <summary>Frees the tensors; what is kept on the host stays.</summary>
    public void Dispose()
    {
        _pixels.Dispose();
        _labels.Dispose();
    }

    private static ImageBatch Scaled(DisposeScope scope, Tensor pixels, Tensor labels)
    {
        using Scalar white = byte.MaxValue;
        var images = pixels.to(ScalarType.Float32).div_(white);
        scope.MoveToOuter(images, labels);
        return new ImageBatch(images, labels);
    }

    private static IdxFile ReadFile(ResolvedData data, string name, params ReadOnlySpan<string> axes)
    {
        using var stream = data.OpenRead(name);
        return IdxFile.Read(stream, stream is FileStream file ? file.Name : name, axes);
    }
}
