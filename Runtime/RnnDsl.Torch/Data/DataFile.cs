using System.IO.Compression;
using System.IO.Enumeration;
using System.Security.Cryptography;
using System.Text;

namespace RnnDsl.Data;

/// <summary>One file of a data set, identified by its content.</summary>
/// <param name="Name">Its name, such as <c>input.txt</c>.</param>
/// <param name="Length">Its length in bytes; with <see cref="Entries"/> the maximum length.</param>
/// <param name="Sha256">The SHA-256 of its content, 64 hexadecimal digits; with <see cref="Entries"/> that of the list of entries.</param>
/// <param name="Addresses">The download addresses, tried in this order. Only https is used, except on this machine itself.</param>
public sealed record DataFile(string Name, long Length, string Sha256, params IReadOnlyList<Uri> Addresses)
{
    /// <summary>
    /// Other forms of the same content that users may have, such as unpacked: each with its own name, length and checksum, and without address.
    /// </summary>
    public IReadOnlyList<DataFile> Alternatives { get; init; } = [];

    /// <summary>
    /// For a zip archive that its address packs anew, so that its bytes are not known: the pattern of the relevant entries, such as
    /// <c>*recordings/*.wav</c>. The checksum is then that of the list of entries, one line each in the order of names: its SHA-256, two blanks, its name
    /// without folders, and so does not depend on the packing.
    /// </summary>
    public string? Entries { get; init; }

    /// <summary>The checksum to compare with <see cref="Sha256"/>.</summary>
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
                // Not an archive, damaged, or too large when unpacked: use the file's own checksum, which differs from the expected one.
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
            // .NET reads at most the length in the archive's entry, which is not verified yet.
            budget.Take(entry.Length);
            var stream = DataContent.Open(entry, Name);
            await using (stream.ConfigureAwait(false))
                list.Append(Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false))).Append("  ").Append(entry.Name).Append('\n');
        }
        return list.ToString();
    }

    /// <summary>The form in which a folder has this file; <c>null</c> if it does not.</summary>
    internal DataFile? FormIn(string folder) => Alternatives.Prepend(this).FirstOrDefault(form => File.Exists(Path.Combine(folder, form.Name)));

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Name), Name), (nameof(Length), Length), (nameof(Sha256), Sha256), (nameof(Addresses), Addresses), (nameof(Alternatives), Alternatives), (nameof(Entries), Entries));
}
