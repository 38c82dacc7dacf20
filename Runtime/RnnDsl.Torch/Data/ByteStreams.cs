namespace RnnDsl.Data;

/// <summary>
/// Windows of a <see cref="ByteFile"/> for truncated backpropagation through time: row i of each window continues row i of the previous one. A window is a function of its number alone, so a
/// resumed run reads on at the very byte.
/// </summary>
/// <example>
/// <code>
/// using var file = new ByteFile("wikipedia.txt");
/// var streams = file.Streams(batchSize: 32, sequenceLength: 100);
/// var (batch, isFirst) = streams.At(step.OptimizerStep);
/// if (isFirst)
///     carried.Value = model.InitialState(32);
/// </code>
/// </example>
public sealed class ByteStreams
{
    private readonly ByteFile _file;
    private readonly long _stream;
    private readonly EpochSeeds _passes;

    internal ByteStreams(ByteFile file, int batchSize, int sequenceLength, long stream, long seed)
    {
        (_file, BatchSize, SequenceLength, _stream) = (file, batchSize, sequenceLength, stream);
        WindowsPerPass = (stream / sequenceLength) - 1;
        _passes = new EpochSeeds(seed);
    }

    /// <summary>The number of parallel streams.</summary>
    public int BatchSize { get; }

    /// <summary>The number of steps of a window.</summary>
    public int SequenceLength { get; }

    /// <summary>The windows of a pass over the file. A pass leaves out less than two windows of each stream, before its first byte and behind its last.</summary>
    public long WindowsPerPass { get; }

    /// <summary>A window.</summary>
    /// <param name="number">Its number over all passes, from 1.</param>
    /// <returns>[batch, time] tokens and their targets, in the enclosing dispose scope, and whether a pass begins here and with it the initial state.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    /// <exception cref="IOException">The file cannot be read, or has become shorter.</exception>
    public (TokenBatch Batch, bool IsFirst) At(long number)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        var (pass, index) = Math.DivRem(number - 1, WindowsPerPass);
        var offset = pass == 0 ? 0 : _passes.At(pass).NextInt64(SequenceLength);
        return (_file.Read(BatchSize, SequenceLength, row => (row * _stream) + offset + (index * SequenceLength)), index == 0);
    }
}
