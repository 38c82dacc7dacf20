using System.Buffers.Binary;
using System.IO.Compression;

namespace RnnDsl.Files;

/// <summary>Files that may be compressed with gzip (RFC 1952), for all readers.</summary>
/// <remarks>
/// .NET's <see cref="GZipStream"/> accepts truncated files and ignores trailing data. This reader requires exactly one member with a valid checksum and
/// length and nothing after it.
/// </remarks>
internal static class GzipContent
{
    private const int FixedHeader = 10;
    private const int Trailer = 8;
    private const byte Deflate = 8;

    // The flags of the header, in the order of their fields.
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int HasHeaderChecksum = 2;
    private const int Reserved = 0b1110_0000;

    /// <summary>Whether a file is compressed, by its first bytes; the position of the stream does not change.</summary>
    public static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position -= count;
        return count == start.Length && start is [0x1F, 0x8B];
    }

    /// <summary>The content of a file, decompressed if it is compressed.</summary>
    /// <param name="stream">The seekable file from its start; not disposed.</param>
    /// <param name="name">The name in messages.</param>
    /// <returns>
    /// The content; throws a <see cref="DamagedContentException"/>, at its end at the latest, if the file is truncated, damaged or has trailing data.
    /// </returns>
    /// <exception cref="DamagedContentException">The header is damaged.</exception>
    public static Stream Open(Stream stream, string name)
    {
        if (!IsGzip(stream))
            return new Borrowed(stream);

        SkipHeader(stream, name);
        var compressed = new Compressed(stream, Math.Max(stream.Length - Trailer - stream.Position, 0));
        return new CheckedContent(new DeflateStream(compressed, CompressionMode.Decompress), What(name), (length, checksum) =>
        {
            if (compressed.Left > 0)
                return "it has trailing data or several members";
            Span<byte> trailer = stackalloc byte[Trailer];
            if (stream.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false) < trailer.Length)
                return "it is cut short";
            return BinaryPrimitives.ReadUInt32LittleEndian(trailer) == checksum && BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) == (uint)length
                ? null
                : "the checksum or length of its content differs from its trailer: it is cut short, changed, or has trailing data";
        });
    }

    private static void SkipHeader(Stream stream, string name)
    {
        Span<byte> header = stackalloc byte[FixedHeader];
        Fill(header);
        var flags = header[3];
        if (header[2] != Deflate || (flags & Reserved) != 0)
            throw Damaged(name, "its header is invalid");
        if ((flags & HasExtra) != 0)
        {
            Fill(header[..2]);
            for (var left = BinaryPrimitives.ReadUInt16LittleEndian(header); left > 0; left--)
                Fill(header[..1]);
        }

        foreach (var text in (ReadOnlySpan<int>)[HasName, HasComment])
        {
            if ((flags & text) == 0)
                continue;
            do
                Fill(header[..1]);
            while (header[0] != 0);
        }

        if ((flags & HasHeaderChecksum) != 0)
            Fill(header[..2]);

        void Fill(Span<byte> field)
        {
            if (stream.ReadAtLeast(field, field.Length, throwOnEndOfStream: false) < field.Length)
                throw Damaged(name, "it is cut short within its header");
        }
    }

    private static string What(string name) => $"'{name}' is a damaged gzip file";

    private static DamagedContentException Damaged(string name, string problem) => new($"{What(name)}: {problem}. Download or write it again.");

    /// <summary>
    /// The compressed bytes of a file, the last one separately: the decompressor requests it only if the data have not ended before, so the remaining
    /// bytes show whether there are trailing data.
    /// </summary>
    private sealed class Compressed(Stream stream, long length) : ForwardStream
    {
        public long Left { get; private set; } = length;

        public override int Read(Span<byte> buffer)
        {
            var most = Left > 1 ? Left - 1 : Left;
            var count = stream.Read(buffer[..(int)Math.Min(buffer.Length, most)]);
            Left -= count;
            return count;
        }
    }

    /// <summary>A stream that remains open when this one is disposed.</summary>
    private sealed class Borrowed(Stream stream) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => stream.Read(buffer);
    }
}
