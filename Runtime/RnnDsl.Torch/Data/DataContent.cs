using System.IO.Compression;
using System.Text;

namespace RnnDsl.Torch;

/// <summary>What the readers of data files share: how messages call a file, what an archive is, and what is said of one that is damaged.</summary>
internal static class DataContent
{
    // A reader that looks for byte-order marks itself would go on without this encoding's strictness; this one knows its own mark.
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true);

    /// <summary>A text in UTF-8, with a byte-order mark or without, which throws a <see cref="DecoderFallbackException"/> where it is none. The content stays the caller's.</summary>
    public static TextReader TextOf(Stream content) => new StreamReader(content, StrictUtf8, detectEncodingFromByteOrderMarks: false, leaveOpen: true);

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

    /// <summary>Opens a file of an archive. Its end is checked: .NET compares neither the length nor the checksum with what the archive says.</summary>
    /// <returns>The content, which throws a <see cref="DamagedContentException"/> at its end where it is another.</returns>
    public static Stream Open(ZipArchiveEntry entry, string archiveName) => new CheckedContent(
        entry.Open(),
        $"'{archiveName}/{entry.FullName}' is damaged",
        (length, checksum) => length == entry.Length && checksum == entry.Crc32 ? null : "its content has another checksum or length than the archive says");

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
