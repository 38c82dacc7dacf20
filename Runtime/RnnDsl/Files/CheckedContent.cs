namespace RnnDsl.Files;

/// <summary>Decompressed content whose length and CRC-32 are verified at its end, which .NET does not do in every case.</summary>
/// <param name="unpacked">The decompressed content.</param>
/// <param name="name">The start of messages, such as <c>'a.gz' is a damaged gzip file</c>.</param>
/// <param name="problemAtEnd">Checks the length and the checksum of the whole content; returns the problem, or <c>null</c>.</param>
internal sealed class CheckedContent(Stream unpacked, string name, Func<long, uint, string?> problemAtEnd) : ForwardStream
{
    private Crc32 _checksum = new();
    private long _length;
    private bool _atEnd;

    /// <exception cref="DamagedContentException">The content cannot be decompressed, or its checksum differs.</exception>
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
            throw Damaged($"its content cannot be decompressed ({problem.Message.TrimEnd('.')})", problem);
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
