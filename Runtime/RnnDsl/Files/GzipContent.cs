using System.Buffers.Binary;
using System.IO.Compression;

namespace RnnDsl;

/// <summary>Files that may be compressed with gzip (RFC 1952). All readers read them here.</summary>
/// <remarks>
/// .NET's <see cref="GZipStream"/> ends without an error where the file is cut short, and ignores what follows. Here the file is one member and nothing else: its checksum and
/// its length are there and right, and no byte follows them.
/// </remarks>
internal static class GzipContent
{
    private const int FixedHeader = 10;
    private const int Trailer = 8;
    private const byte Deflate = 8;

    // The flags of the header, in the order of the fields that they announce.
    private const int HasExtra = 4;
    private const int HasName = 8;
    private const int HasComment = 16;
    private const int HasHeaderChecksum = 2;
    private const int Reserved = 0b1110_0000;

    /// <summary>Whether a file is compressed, by its first bytes and not by its name; the position of the stream does not change.</summary>
    public static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position -= count;
        return count == start.Length && start is [0x1F, 0x8B];
    }

    /// <summary>What a file holds, unpacked where it is compressed.</summary>
    /// <param name="stream">The file from its beginning, which can seek; it stays the caller's.</param>
    /// <param name="name">The name in messages.</param>
    /// <returns>The content, which throws a <see cref="DamagedContentException"/>, at its end at the latest, where the file is cut short, damaged or followed by something.</returns>
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
                return "something follows its content, or it has several parts";
            Span<byte> trailer = stackalloc byte[Trailer];
            if (stream.ReadAtLeast(trailer, trailer.Length, throwOnEndOfStream: false) < trailer.Length)
                return "it is cut short";
            return BinaryPrimitives.ReadUInt32LittleEndian(trailer) == checksum && BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) == (uint)length
                ? null
                : "its content has another checksum or length than its last bytes say: it is cut short or changed, or something follows it";
        });
    }

    private static void SkipHeader(Stream stream, string name)
    {
        Span<byte> header = stackalloc byte[FixedHeader];
        Fill(header);
        var flags = header[3];
        if (header[2] != Deflate || (flags & Reserved) != 0)
            throw Damaged(name, "its header is none of the format");
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
    /// The compressed bytes of a file, the last of them by itself: the decompressor asks for it only where the data has not ended before, so what is left shows whether
    /// something follows the data.
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

    /// <summary>A stream that stays open when this one is disposed.</summary>
    private sealed class Borrowed(Stream stream) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => stream.Read(buffer);
    }
}
