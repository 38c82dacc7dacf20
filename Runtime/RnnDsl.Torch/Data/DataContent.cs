using System.IO.Compression;
using System.Text;

namespace RnnDsl.Data;

/// <summary>Shared parts of the readers of data files: names in messages, archives, and messages for damaged files.</summary>
internal static class DataContent
{
    // A reader that detects byte-order marks would replace this strict encoding with a lenient one; this encoding accepts its own mark.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>
    /// A reader of UTF-8 text, with or without byte-order mark; throws a <see cref="DecoderFallbackException"/> on invalid bytes. Leaves the stream
    /// open.
    /// </summary>
    public static TextReader TextOf(Stream content) => new StreamReader(content, StrictUtf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);

    /// <summary>The name of a file of a data set in messages: its path, if it has one.</summary>
    public static string NameOf(ResolvedData data, string file, Stream stream) => stream is FileStream { Name: var path } ? path : $"{file} of {data.Set.Name}";

    /// <summary>Whether a file is a zip archive, by its first bytes; resets the stream to its start.</summary>
    public static bool IsArchive(Stream stream)
    {
        Span<byte> first = stackalloc byte[4];
        var whole = stream.ReadAtLeast(first, first.Length, throwOnEndOfStream: false) == first.Length;
        stream.Position = 0;
        return whole && first.SequenceEqual("PK\x03\x04"u8);
    }

    /// <summary>Opens a file of an archive. Verifies length and checksum, which .NET does not compare with the archive's entry.</summary>
    /// <returns>The content; throws a <see cref="DamagedContentException"/> at its end if length or checksum differ.</returns>
    public static Stream Open(ZipArchiveEntry entry, string archiveName) => new CheckedContent(
        entry.Open(),
        $"'{archiveName}/{entry.FullName}' is damaged",
        (length, checksum) => length == entry.Length && checksum == entry.Crc32 ? null : "its content has another checksum or length than the archive says");

    /// <summary>Finds a file in an archive.</summary>
    /// <exception cref="DataException">The archive has no such file.</exception>
    public static ZipArchiveEntry Entry(ZipArchive archive, string archiveName, string entry, Func<ZipArchiveEntry, bool> wanted) =>
        archive.Entries.FirstOrDefault(wanted)
        ?? throw new DataException($"The archive '{archiveName}' has no '{entry}'. It has: {string.Join(", ", archive.Entries.Select(static entry => entry.FullName))}.");

    /// <summary>Reads a file; converts exceptions for damaged content.</summary>
    /// <exception cref="DataException">The archive is damaged, or the text is not UTF-8.</exception>
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
        catch (DamagedContentException problem)
        {
            throw new DataException(problem.Message, problem);
        }
        catch (DecoderFallbackException problem)
        {
            throw new DataException($"'{name}' is not UTF-8 text: {problem.Message} Convert it to UTF-8.", problem);
        }
    }
}
