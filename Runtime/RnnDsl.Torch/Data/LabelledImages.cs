using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>Labelled images of one size on a device, with grey values as bytes.</summary>
public sealed class LabelledImages : IDisposable
{
    private readonly Tensor _pixels;
    private readonly Tensor _labels;

    private LabelledImages(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, int rows, int columns, Device? device)
    {
        (Pixels, Labels, Rows, Columns) = (pixels, labels, rows, columns);

        // The images outlive the current dispose scope: Dispose disposes them.
        using var scope = NewDisposeScope();
        _pixels = tensor(pixels.ToArray(), [Count, rows, columns], device: device ?? CPU).DetachFromDisposeScope();
        _labels = tensor(labels.ToArray(), device: device ?? CPU).to(ScalarType.Int64).DetachFromDisposeScope();
    }

    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The rows of each image.</summary>
    public int Rows { get; }

    /// <summary>The columns of each image.</summary>
    public int Columns { get; }

    /// <summary>The grey values [images, rows, columns] on the host, 0 for the background.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>The classes [images] on the host.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>Reads images and labels from two IDX files of a data set.</summary>
    /// <param name="data">The data set.</param>
    /// <param name="imagesFile">The name of the image file.</param>
    /// <param name="labelsFile">The name of the label file.</param>
    /// <param name="rows">The required number of rows of each image.</param>
    /// <param name="columns">The required number of columns of each image.</param>
    /// <param name="classes">The number of classes: labels are 0 to one less.</param>
    /// <param name="limit">The maximum number of images, from the first on; <c>null</c>: all.</param>
    /// <param name="device">The device of the tensors; <c>null</c>: the CPU.</param>
    /// <exception cref="DataException">A file is invalid, or the two do not match.</exception>
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
            throw new DataException($"'{images.Name}' has {count.Invariant()} images and '{labels.Name}' has {labels.Dimensions[0].Invariant()} labels, where one label per image is expected: the files belong to different data sets.");
        if (count == 0)
            throw new DataException($"'{images.Name}' has no image.");
        if (labels.Data.Span.IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1)) is >= 0 and var index)
            throw new DataException($"'{labels.Name}' has the label {labels.Data.Span[index]} at index {index.Invariant()} (counted from 0), where 0 to {classes - 1} are expected.");

        var kept = Math.Min(count, limit ?? count);
        return new LabelledImages(images.Data[..(kept * rows * columns)], labels.Data[..kept], rows, columns, device);
    }

    /// <summary>The images of the given indices.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no image of an index.</exception>
    public ImageBatch Batch(ReadOnlySpan<long> indices)
    {
        Indices.Check(indices, Count, "images");
        using var scope = NewDisposeScope();
        var selected = tensor(indices.ToArray(), device: _pixels.device);
        return Scaled(scope, _pixels.index_select(0, selected), _labels.index_select(0, selected));
    }

    /// <summary>Consecutive images; fewer at the end of the set.</summary>
    /// <returns>The tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no image at the start, or the count is not above 0.</exception>
    public ImageBatch Batch(int start, int count)
    {
        Indices.Check(start, Count, "images");
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        using var scope = NewDisposeScope();
        var kept = Math.Min(count, Count - start);
        return Scaled(scope, _pixels.narrow(0, start, kept), _labels.narrow(0, start, kept).clone());
    }

    /// <summary>Disposes the tensors; the arrays on the host remain.</summary>
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
