using System.Text;
using RnnDsl.Torch;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Data;

/// <summary>An index that does not exist is an error that says what was found and what is expected, before libtorch or an array sees it.</summary>
public sealed class IndicesTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose() => _scope.Dispose();

    public static TheoryData<string, string, object?, Action<long[]>> Batches()
    {
        var labelled = new LabelledSequences([([5], 0), ([6], 1), ([7], 0)]);
        var tagged = new TaggedSequences([([5], [0]), ([6], [1]), ([7], [0])]);
        var pairs = new SequencePairs([([5], [6]), ([6], [7]), ([7], [8])]);
        var images = Images(3);
        var windows = new SlidingWindows(zeros(7, 1), history: 3, horizon: 2, futures: ..);
        var standardization = new Standardization([1, 2, 3], [1, 1, 1]);
        return new()
        {
            { "sequences", "indices", null, indices => labelled.Batch(indices) },
            { "sequences", "indices", null, indices => tagged.Batch(indices) },
            { "pairs", "indices", null, indices => pairs.Batch(indices) },
            { "images", "indices", images, indices => images.Batch(indices) },
            { "windows", "indices", windows, indices => windows.Batch(indices) },
            { "columns", "columns", null, indices => standardization.Select([.. indices.Select(static index => (int)index)]) },
        };
    }

    [Theory]
    [MemberData(nameof(Batches))]
    public void Index_of_a_batch_out_of_range_is_an_error_with_its_position(string items, string parameter, object? owner, Action<long[]> batch)
    {
        using var disposed = owner as IDisposable;
        batch([2, 0]);
        foreach (var index in (long[])[3, -1, 10_000])
        {
            var error = Assert.Throws<ArgumentOutOfRangeException>(parameter, () => batch([0, index]));
            Assert.StartsWith(FormattableString.Invariant($"Indices of {items} are from 0 to 2; the index at position 1 is {index:N0}."), error.Message, StringComparison.Ordinal);
            Assert.Equal(index, error.ActualValue);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void Single_index_out_of_range_is_an_error(int index)
    {
        using var images = Images(3);
        using var windows = new SlidingWindows(zeros(7, 1), history: 3, horizon: 2, futures: ..);
        var table = TimeSeriesCsv.Read(new MemoryStream(Encoding.UTF8.GetBytes("load\n1\n2\n3\n")), "loads.csv");
        AssertNamed("sequences", "number", () => new LabelledSequences([([5], 0), ([6], 1), ([7], 0)]).LabelOf(index));
        AssertNamed("sequences", "number", () => new TaggedSequences([([5], [0]), ([6], [1]), ([7], [0])]).LabelsOf(index).ToArray());
        AssertNamed("images", "start", () => images.Batch(index, 1));
        AssertNamed("windows", "start", () => windows.Batch(index, 1));
        AssertNamed("rows", "row", () => table.LineOf(index));

        void AssertNamed(string items, string parameter, Func<object> call) =>
            Assert.StartsWith($"Indices of {items} are from 0 to 2; the index is {index}.", Assert.Throws<ArgumentOutOfRangeException>(parameter, call).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Empty_data_has_no_index()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>("indices", () => new SequencePairs([]).Batch([0]));
        Assert.StartsWith("There are no pairs; the index at position 0 is 0.", error.Message, StringComparison.Ordinal);
    }

    private static LabelledImages Images(int count)
    {
        using var folder = new TemporaryFolder();
        TinyMnist.Write(folder.Path, training: count, test: 1);
        var data = new DataSetResolver { Path = folder.Path }.ResolveAsync(DataSets.Mnist).GetAwaiter().GetResult();
        return LabelledImages.Read(data, "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz", rows: 28, columns: 28, classes: 10);
    }
}
