using System.Text;

namespace RnnDsl.Examples.Edge;

/// <summary>Lines of UTF-8 text as they come, in one buffer: nothing is allocated for a line, however many there are.</summary>
internal sealed class LineReader(Stream stream)
{
    /// <summary>The longest line, in bytes.</summary>
    public const int LongestLine = 1 << 16;

    private readonly byte[] _buffer = new byte[LongestLine + 2];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>The number of lines so far.</summary>
    public long Count { get; private set; }

    /// <summary>The next line without its end, up to the next call.</summary>
    /// <exception cref="InvalidDataException">The line is too long.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        for (var read = 0; ;)
        {
            var rest = _buffer.AsSpan(_start.._end);
            var length = rest[read..].IndexOf((byte)'\n') is >= 0 and var at ? read + at : _ended && rest.Length > 0 ? rest.Length : -1;
            if (length >= 0)
            {
                _start = Math.Min(_end, _start + length + 1);
                line = rest[..length];
                line = line.EndsWith("\r"u8) ? line[..^1] : line;
                line = Count++ == 0 && line.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line;
                return true;
            }

            if (_ended)
            {
                line = default;
                return false;
            }

            read = rest.Length;
            rest.CopyTo(_buffer);
            (_start, _end) = (0, read);
            if (_end == _buffer.Length)
                throw new InvalidDataException($"Line {Count + 1} has more than {LongestLine} bytes.");
            var bytes = stream.Read(_buffer.AsSpan(_end));
            (_end, _ended) = (_end + bytes, bytes == 0);
        }
    }
}
