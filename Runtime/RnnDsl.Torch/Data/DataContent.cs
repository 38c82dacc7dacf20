using System.IO.Compression;
using System.Text;

namespace RnnDsl.Torch;

/// <summary>What the readers of data files share: how messages call a file, what an archive is, and what is said of one that is damaged.</summary>
internal static class DataContent
{
    /// <summary>UTF-8 that refuses what is none.</summary>
    public static Encoding StrictUtf8 { get; } = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>What messages call a file of a data set: its path where it has one.</summary>
    public static string NameOf(ResolvedData data, string file, Stream stream) => stream is FileStream { Name: var path } ? path : $"{file} of {data.Set.Name}";

    /// <summary>Whether a file is a zip archive, told by its first bytes and not by its name; the stream goes back to its beginning.</summary>
    public static bool IsArchive(Stream stream)
    {
        Span<byte> first = stackalloc byte[4];
        var whole = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length;
        stream.Position = 0;
        return whole && first.SequenceEqual("PK\x03\x04"u8);
    }

    /// <summary>A file of an archive.</summary>
    /// <exception cref="DataException">The archive has no such file.</exception>
    public static ZipArchiveEntry Entry(ZipArchive archive, string archiveName, string entry, Func<ZipArchiveEntry, bool> wanted) =>
        archive.Entries.FirstOrDefault(wanted)
        ?? throw new DataException($"The archive '{archiveName}' has no '{entry}'. It has: {string.Join(", ", archive.Entries.Select(static entry => entry.FullName))}.");

    /// <summary>Reads a file and says what is wrong with one that is damaged.</summary>
    /// <exception cref="DataException">It is a damaged archive, or a text that is not UTF-8.</exception>
    public static T Read<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException problem)
        {
            throw new DataException($"The archive '{name}' cannot be read: {problem.Message} Download it again.", problem);
        }
        catch (DecoderFallbackException problem)
        {
            throw new DataException($"'{name}' is not UTF-8 text: {problem.Message} Convert it to UTF-8.", problem);
        }
    }
}
