namespace RnnDsl;

/// <summary>What a compressed file holds, unpacked: its length and CRC-32 are checked when its end is read. .NET checks neither in every case.</summary>
/// <param name="unpacked">The content.</param>
/// <param name="name">The name in messages, such as <c>'a.gz' is a damaged gzip file</c>.</param>
/// <param name="problemAtEnd">What is wrong, given the length and the checksum of the whole; <c>null</c> where nothing is.</param>
internal sealed class CheckedContent(Stream unpacked, string name, Func<long, uint, string?> problemAtEnd) : ForwardStream
{
    private Crc32 _checksum = new();
    private long _length;
    private bool _atEnd;

    /// <exception cref="DamagedContentException">The content cannot be unpacked, or is not the one that was compressed.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
            return 0;

        int count;
        try
        {
            count = unpacked.Read(buffer);
        }
        catch (InvalidDataException problem)
        {
            throw Damaged($"its content cannot be unpacked ({problem.Message.TrimEnd('.')})", problem);
        }

        _checksum.Append(buffer[..count]);
        _length += count;
        if (count == 0 && !_atEnd && problemAtEnd(_length, _checksum.Value) is { } wrong)
            throw Damaged(wrong);
        _atEnd |= count == 0;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }

    private DamagedContentException Damaged(string problem, Exception? inner = null) => new($"{name}: {problem}. Download or write it again.", inner);
}
