using System.Text;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Data;

/// <summary>Windows of a file that is read from the disk.</summary>
public sealed class ByteFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DisposeScope _scope = NewDisposeScope();

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Windows_are_the_bytes_of_the_file_and_continue_each_other()
    {
        var text = Enumerable.Range(0, 103).Select(static i => (byte)(i * 7)).ToArray();
        using var file = Write(text);
        var streams = file.Streams(batchSize: 3, sequenceLength: 5);
        Assert.Equal((103, 34 / 5 - 1), (file.Length, streams.WindowsPerPass));
        for (var number = 1; number <= streams.WindowsPerPass; number++)
        {
            var (batch, isFirst) = streams.At(number);
            Assert.Equal(number == 1, isFirst);
            for (var row = 0; row < 3; row++)
            {
                var start = (row * 34) + ((number - 1) * 5);
                Assert.Equal(text[start..(start + 5)].Select(static token => (long)token), batch.Inputs[row].data<long>().ToArray());
                Assert.Equal(text[(start + 1)..(start + 6)].Select(static token => (long)token), batch.Targets[row].data<long>().ToArray());
            }
        }
    }

    [Fact]
    public void A_window_is_a_function_of_its_number_and_passes_begin_at_different_bytes()
    {
        using var file = Write([.. Enumerable.Range(0, 250).Select(static i => (byte)i)]);
        var (one, other) = (file.Streams(2, 7, seed: 3), file.Streams(2, 7, seed: 3));
        var last = 20 * one.WindowsPerPass;
        var late = other.At(last).Batch.Inputs;
        var starts = new HashSet<long>();
        for (var number = 1L; number <= last; number++)
        {
            var (batch, isFirst) = one.At(number);
            Assert.Equal((number - 1) % one.WindowsPerPass == 0, isFirst);
            if (isFirst)
                starts.Add(batch.Inputs[0, 0].item<long>());
            if (number == last)
                Assert.True(batch.Inputs.eq(late).all().item<bool>());
        }

        Assert.InRange(starts.Count, 4, 7);
        Assert.All(starts, static start => Assert.InRange(start, 0, 6));
    }

    [Fact]
    public void Random_windows_are_drawn_from_the_whole_file()
    {
        using var file = Write([.. Enumerable.Range(0, 40).Select(static i => (byte)i)]);
        var batch = file.Batch(new RandomSource(1), 500, 8);
        var starts = batch.Inputs.select(1, 0).data<long>().ToArray();
        Assert.Equal((0, 31), (starts.Min(), starts.Max()));
        Assert.True((batch.Inputs + 1).eq(batch.Targets).all().item<bool>());
    }

    [Fact]
    public void A_file_of_two_gigabytes_takes_no_memory()
    {
        const long Length = 2L << 30;
        var path = _folder["large"];
        using (var stream = File.Create(path))
        {
            // Sparse: only what is written takes space.
            stream.SetLength(Length);
            stream.Position = Length - 64;
            stream.Write(Encoding.ASCII.GetBytes(new string('x', 64)));
        }

        using var file = new ByteFile(path);
        var streams = file.Streams(4, 16);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var number = 1L; number <= 2_000; number++)
        {
            using var inner = NewDisposeScope();
            streams.At(number * (streams.WindowsPerPass / 2_000));
        }

        var end = file.Streams(1, 16);
        Assert.Equal('x', end.At(end.WindowsPerPass).Batch.Inputs[0, 15].item<long>());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 20_000_000);
    }

    [Fact]
    public void Short_and_shortened_files_are_reported()
    {
        using var file = Write(new byte[20]);
        Assert.Contains("has 20 bytes: too few for a window of 20 steps", Assert.Throws<ArgumentException>(() => file.Batch(new RandomSource(1), 2, 20)).Message, StringComparison.Ordinal);
        Assert.Contains("9 for each of 2 streams", Assert.Throws<ArgumentException>(() => file.Streams(2, 5)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => file.Streams(1, 5).At(0));
        Assert.Throws<FileNotFoundException>(() => new ByteFile(_folder["missing"]));
        using (var writer = new FileStream(file.FilePath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            writer.SetLength(3);
        Assert.Contains("ends at byte 3; it had 20 bytes", Assert.Throws<IOException>(() => file.Streams(1, 5).At(1)).Message, StringComparison.Ordinal);
    }

    private ByteFile Write(byte[] bytes)
    {
        var path = _folder["file"];
        File.WriteAllBytes(path, bytes);
        return new ByteFile(path);
    }
}
