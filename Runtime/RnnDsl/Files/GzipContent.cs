using System.Buffers.Binary;
using System.IO.Compression;

namespace RnnDsl.Files;

/// <summary>Files that may be compressed with gzip (RFC 1952), for all readers.</summary>
/// <remarks>
/// .NET's <see cref="GZipStream"/> accepts truncated files and ignores trailing data. This reader requires a valid checksum and length of every
/// member (<c>cat a.gz b.gz</c> and bgzip write several) and nothing after the last.
/// </remarks>
internal static class GzipContent
{
    private const int FixedHeader = 10;
    private const int Trailer = 8;
    private const byte Deflate = 8;

    private static ReadOnlySpan<byte> Magic => [0x1F, 0x8B];

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
        return start[..count].SequenceEqual(Magic);
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
        return new Members(stream, name);
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

    /// <summary>The content of all members, one after the other. The stream is after the header of the first.</summary>
    private sealed class Members(Stream stream, string name) : ForwardStream
    {
        private CheckedContent _member = Content(stream, name);

        public override int Read(Span<byte> buffer)
        {
            while (true)
            {
                var count = _member.Read(buffer);
                if (count > 0 || buffer.IsEmpty || stream.Position == stream.Length)
                    return count;
                _member.Dispose();
                SkipHeader(stream, name);
                _member = Content(stream, name);
            }
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _member.Dispose();
            base.Dispose(disposing);
        }

        private static CheckedContent Content(Stream stream, string name)
        {
            var compressed = new Compressed(stream);
            return new CheckedContent(new DeflateStream(compressed, CompressionMode.Decompress), What(name), (length, checksum) =>
            {
                var trailer = new byte[Trailer];
                BinaryPrimitives.WriteUInt32LittleEndian(trailer, checksum);
                BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), (uint)length);
                return compressed.SeekPast(trailer);
            });
        }
    }

    /// <summary>
    /// The compressed bytes of a file. The decompressor reads beyond the end of a member and does not tell how far, but the end is recognised: the
    /// trailer's checksum and length are those of the decompressed content.
    /// </summary>
    private sealed class Compressed(Stream stream) : ForwardStream
    {
        // The decompressor holds the bytes of one read; with those of the one before, the end cannot be missed.
        private long _last = stream.Position;
        private long _beforeLast = stream.Position;

        public override int Read(Span<byte> buffer)
        {
            (_beforeLast, _last) = (_last, stream.Position);
            return stream.Read(buffer);
        }

        /// <summary>Moves the stream behind the trailer, to the end of the file or to the next member; returns the problem if that is impossible.</summary>
        public string? SeekPast(ReadOnlySpan<byte> trailer)
        {
            var window = new byte[stream.Position - _beforeLast + Trailer + Magic.Length];
            stream.Position = _beforeLast;
            var rest = window.AsSpan(0, stream.ReadAtLeast(window, window.Length, throwOnEndOfStream: false));
            var index = rest.IndexOf(trailer);

            // The compressed form of empty content may end in a zero, which is not one of the trailer's eight: 03 00 of one block, 0C 00 after a flush.
            if (index > 0 && rest[index - 1] != 0xFF && !trailer.ContainsAnyExcept((byte)0))
                index = rest[(index + 1)..].StartsWith(trailer) ? index + 1 : -1;
            if (index < 0)
                return "the checksum or length of its content differs from its trailer: it is cut short, changed, or has trailing data";

            stream.Position = _beforeLast + index + Trailer;
            return stream.Position == stream.Length || rest[(index + Trailer)..].StartsWith(Magic) ? null : "it has trailing data";
        }
    }

    /// <summary>A stream that remains open when this one is disposed.</summary>
    private sealed class Borrowed(Stream stream) : ForwardStream
    {
        public override int Read(Span<byte> buffer) => stream.Read(buffer);
    }
}
