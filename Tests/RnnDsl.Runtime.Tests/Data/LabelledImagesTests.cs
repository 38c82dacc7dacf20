using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class LabelledImagesTests : IDisposable
{
    private const string Images = "train-images-idx3-ubyte.gz";
    private const string Labels = "train-labels-idx1-ubyte.gz";

    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Images_are_scaled_and_paired_with_their_labels(bool packed)
    {
        TinyMnist.Write(_folder.Path, training: 25, test: 10, packed);
        using var images = Read();
        Assert.Equal((25, 28, 28), (images.Count, images.Rows, images.Columns));

        using var scope = NewDisposeScope();
        var (pixels, labels) = images.Batch([13, 2]);
        Assert.Equal([2, 28, 28], pixels.shape);
        Assert.Equal(ScalarType.Float32, pixels.dtype);
        Assert.Equal([3L, 2L], labels.data<long>().ToArray());
        Assert.Equal(images.Pixels.Span.Slice(13 * 784, 784).ToArray().Select(value => value / 255f), pixels[0].data<float>().ToArray());

        var (rest, restLabels) = images.Batch(20, 10);
        Assert.Equal([5, 28, 28], rest.shape);
        Assert.Equal([0L, 1, 2, 3, 4], restLabels.data<long>().ToArray());
        Assert.Equal(images.Batch([22]).Images.data<float>().ToArray(), rest[2].data<float>().ToArray());
    }

    [Fact]
    public void Limit_keeps_the_first_images_and_batches_leave_no_tensors()
    {
        TinyMnist.Write(_folder.Path, training: 25, test: 10);
        using var images = Read(limit: 7);
        using var all = Read(limit: 100);
        Assert.Equal((7, 25), (images.Count, all.Count));
        Assert.Equal(all.Pixels.Span[..(7 * 784)].ToArray(), images.Pixels.ToArray());

        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        images.Batch([0, 1]).Dispose();
        images.Batch(0, 5).Dispose();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Inconsistent_files_error_names_file_and_reason()
    {
        TinyMnist.Write(_folder.Path, training: 12, test: 10);
        Write(Labels, TinyMnist.Idx([11], new byte[11]));
        Refused($"'{_folder[Images]}' has 12 images and '{_folder[Labels]}' has 11 labels, where one label per image is expected");

        Write(Labels, TinyMnist.Idx([12], [1, 2, 3, 10, 0, 0, 0, 0, 0, 0, 0, 0]));
        Refused($"'{_folder[Labels]}' has the label 10 at index 3 (counted from 0), where 0 to 9 are expected");

        Write(Labels, File.ReadAllBytes(_folder[Images]));
        Refused($"'{_folder[Labels]}' has 3 dimension(s), where 1 are expected: labels");

        Write(Labels, TinyMnist.Idx([12], new byte[12]));
        Write(Images, TinyMnist.Idx([12, 32, 32], new byte[12 * 32 * 32]));
        Refused($"'{_folder[Images]}' has images of 32 × 32 pixels, where 28 × 28 are expected");

        Write(Labels, TinyMnist.Idx([0], []));
        Write(Images, TinyMnist.Idx([0, 28, 28], []));
        Refused($"'{_folder[Images]}' has no image");
    }

    [Fact]
    public async Task MNIST_has_its_published_statistics_if_available()
    {
        if (Environment.GetEnvironmentVariable("RNNDSL_DATA") is not { Length: > 0 })
            return;
        var data = await new DataSetResolver().ResolveAsync(DataSets.Mnist);
        using var training = LabelledImages.Read(data, Images, Labels, 28, 28, 10);
        using var test = LabelledImages.Read(data, "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", 28, 28, 10);
        Assert.Equal((60_000, 10_000), (training.Count, test.Count));

        // The set's own figures: 5,923 zeros among the training images, a 5 first; mean and deviation of all their pixels.
        Assert.Equal((5_923, 5), (training.Labels.ToArray().Count(label => label == 0), training.Labels.Span[0]));
        Assert.Equal(0.1307, training.Pixels.ToArray().Average(value => value / 255d), 4);
        Assert.Equal([7, 2, 1, 0, 4], test.Labels[..5].ToArray());
    }

    private LabelledImages Read(int? limit = null)
    {
        var data = new DataSetResolver { Path = _folder.Path }.ResolveAsync(DataSets.Mnist).GetAwaiter().GetResult();
        return LabelledImages.Read(data, Images, Labels, rows: 28, columns: 28, classes: 10, limit);
    }

    private void Refused(string message) => Assert.StartsWith(message, Assert.Throws<DataException>(() => Read()).Message, StringComparison.Ordinal);

    private void Write(string name, byte[] content) => File.WriteAllBytes(_folder[name], content);

    public void Dispose() => _folder.Dispose();
}
