using Microsoft.Win32.SafeHandles;
using RnnDsl.Files;
using static TorchSharp.torch;

namespace RnnDsl.Data;

/// <summary>
/// The bytes of a file as tokens, read from the disk window by window, for language models on text that is larger than memory. Memory does not depend on the length of the file.
/// </summary>
public sealed class ByteFile : IDisposable
{
    /// <summary>The number of different tokens.</summary>
    public const int VocabularySize = 256;

    private readonly SafeFileHandle _file;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The file. It must not change while it is open.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The path is that of a folder.</exception>
    public ByteFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        FilePath = path;
        ReadableFile.RefuseFolder(path);
        _file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        Length = RandomAccess.GetLength(_file);
    }

    /// <summary>The path of the file.</summary>
    public string FilePath { get; }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>Random windows with uniform starts.</summary>
    /// <param name="random">The random source of the starts, such as <see cref="Training.TrainingStep.Random"/>.</param>
    /// <param name="batchSize">The number of windows.</param>
    /// <param name="sequenceLength">The number of steps of each window.</param>
    /// <returns>[batchSize, sequenceLength]; the tensors belong to the enclosing dispose scope.</returns>
    /// <exception cref="ArgumentException">The file has fewer than <paramref name="sequenceLength"/> + 1 bytes.</exception>
    /// <exception cref="IOException">The file cannot be read, or has become shorter.</exception>
    public TokenBatch Batch(RandomSource random, int batchSize, int sequenceLength)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        if (Length <= sequenceLength)
            throw new ArgumentException($"{FilePath} has {Length} bytes: too few for a window of {sequenceLength} steps, which takes {sequenceLength + 1}. Use shorter sequences or a longer file.");
        return Read(batchSize, sequenceLength, _ => random.NextInt64(Length - sequenceLength));
    }

    /// <summary>The file cut into contiguous parallel streams, for training with a carried state.</summary>
    /// <param name="batchSize">The number of streams.</param>
    /// <param name="sequenceLength">The number of steps of each window.</param>
    /// <param name="seed">The seed of the byte at which each pass but the first begins, so that the windows of a pass begin elsewhere than those of another.</param>
    /// <exception cref="ArgumentException">A stream would be shorter than two windows.</exception>
    public ByteStreams Streams(int batchSize, int sequenceLength, long seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequenceLength);
        var stream = (Length - 1) / batchSize;
        if (stream < 2L * sequenceLength)
            throw new ArgumentException($"{FilePath} has {Length} bytes, {Math.Max(0, stream)} for each of {batchSize} streams: too few for two windows of {sequenceLength} steps. Use fewer streams, shorter windows or a longer file.");
        return new ByteStreams(this, batchSize, sequenceLength, stream, seed);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Windows that begin at given bytes.</summary>
    internal TokenBatch Read(int batchSize, int sequenceLength, Func<int, long> start)
    {
        var bytes = new byte[sequenceLength + 1];
        var tokens = new long[batchSize * (sequenceLength + 1)];
        for (var row = 0; row < batchSize; row++)
        {
            var first = start(row);
            for (var read = 0; read < bytes.Length;)
            {
                var count = RandomAccess.Read(_file, bytes.AsSpan(read), first + read);
                if (count == 0)
                    throw new IOException($"{FilePath} ends at byte {first + read}; it had {Length} bytes when it was opened. Do not change it during the training.");
                read += count;
            }

            for (var i = 0; i < bytes.Length; i++)
                tokens[(row * bytes.Length) + i] = bytes[i];
        }

        using var scope = NewDisposeScope();
        return TokenSequence.InputsAndTargets(scope, tensor(tokens, [batchSize, bytes.Length]), sequenceLength);
    }
}
