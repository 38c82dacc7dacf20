using System.IO.Compression;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace RnnDsl.Torch;

/// <summary>One file of a data set, known by its content.</summary>
/// <param name="Name">Its name, such as <c>input.txt</c>.</param>
/// <param name="Length">Its length in bytes; with <see cref="Entries"/> the most it can have.</param>
/// <param name="Sha256">The SHA-256 of its content, 64 hexadecimal digits; with <see cref="Entries"/> of what it holds.</param>
/// <param name="Addresses">Where it can be downloaded; tried in this order. They are https, except on this machine itself: others are passed over.</param>
public sealed record DataFile(string Name, long Length, string Sha256, params IReadOnlyList<Uri> Addresses)
{
    /// <summary>The same content as users also hold it, such as unpacked: each with a name, a length and a checksum of its own, none with an address.</summary>
    public IReadOnlyList<DataFile> Alternatives { get; init; } = [];

    /// <summary>
    /// Of a zip archive that its address packs anew, so that its bytes are not known beforehand: which of its entries count, such as
    /// <c>*recordings/*.wav</c>. The checksum is then that of their list, a line for each in the order of the names: its SHA-256, two blanks, its name
    /// without folders. So it is the same however they are packed.
    /// </summary>
    public string? Entries { get; init; }

    /// <summary>What is to be compared with <see cref="Sha256"/>.</summary>
    internal async Task<string> ChecksumAsync(Stream content, CancellationToken cancellation)
    {
        if (Entries is not null)
        {
            try
            {
                return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(await ListAsync(content, cancellation).ConfigureAwait(false))));
            }
            catch (Exception problem) when (problem is InvalidDataException or DamagedContentException or ReadLimitException)
            {
                // No archive, a damaged one, or one that unpacks to more than is read: its own checksum tells it apart, and is not the one that is wanted.
                content.Position = 0;
            }
        }

        return Convert.ToHexStringLower(await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false));
    }

    /// <summary>Whether the checksum covers an entry of the archive.</summary>
    internal bool Covers(ZipArchiveEntry entry) => Entries is null || FileSystemName.MatchesSimpleExpression(Entries, entry.FullName, ignoreCase: false);

    private async Task<string> ListAsync(Stream content, CancellationToken cancellation)
    {
        using var archive = new ZipArchive(content, ZipArchiveMode.Read, leaveOpen: true);
        var (list, budget) = (new StringBuilder(), new ReadBudget(Name));
        foreach (var entry in archive.Entries.Where(Covers).OrderBy(static entry => entry.Name, StringComparer.Ordinal))
        {
            // .NET reads no more of an entry than the length that the archive says, and this is unpacked before anything is known of it.
            budget.Take(entry.Length);
            var stream = DataContent.Open(entry, Name);
            await using (stream.ConfigureAwait(false))
                list.Append(Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false))).Append("  ").Append(entry.Name).Append('\n');
        }
        return list.ToString();
    }

    /// <summary>The form in which a folder holds this file; <c>null</c> where it does not.</summary>
    internal DataFile? FormIn(string folder) => Alternatives.Prepend(this).FirstOrDefault(form => File.Exists(Path.Combine(folder, form.Name)));
}
