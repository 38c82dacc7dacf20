using System.Buffers.Binary;
using System.IO.Compression;

namespace RnnDsl.Torch;

/// <summary>Files that may be packed with gzip.</summary>
internal static class GzipContent
{
    /// <summary>Whether a file is packed, told by its first bytes and not by its name; the stream stays where it is.</summary>
    public static bool IsGzip(Stream stream)
    {
        Span<byte> start = stackalloc byte[2];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position -= count;
        return count == start.Length && start is [0x1F, 0x8B];
    }

    /// <summary>What a file holds, unpacked where it is packed.</summary>
    /// <param name="stream">The file from its beginning.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataException">The file is packed and damaged or cut short.</exception>
    public static byte[] Read(Stream stream, string name)
    {
        using var content = new MemoryStream();
        if (!IsGzip(stream))
        {
            stream.CopyTo(content);
            return content.ToArray();
        }

        try
        {
            using var unpacked = new GZipStream(stream, CompressionMode.Decompress, leaveOpen: true);
            unpacked.CopyTo(content);
        }
        catch (InvalidDataException problem)
        {
            throw new DataException($"'{name}' is a damaged gzip file: its content cannot be unpacked or has another checksum. Get it anew.", problem);
        }

        // The last four bytes are the length of the content; .NET looks at them only where they are.
        Span<byte> length = stackalloc byte[4];
        stream.Position = stream.Length - length.Length;
        stream.ReadExactly(length);
        return BinaryPrimitives.ReadUInt32LittleEndian(length) == (uint)content.Length
            ? content.ToArray()
            : throw new DataException($"'{name}' is a gzip file that is cut short, or something follows it: its last bytes do not say that {content.Length.Invariant()} bytes are packed. Get it anew.");
    }
}
