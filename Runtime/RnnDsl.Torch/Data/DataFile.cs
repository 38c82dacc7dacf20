namespace RnnDsl.Torch;

/// <summary>One file of a data set, known by its content.</summary>
/// <param name="Name">Its name, such as <c>input.txt</c>.</param>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Sha256">The SHA-256 of its content, 64 hexadecimal digits.</param>
/// <param name="Addresses">Where it can be downloaded; tried in this order.</param>
public sealed record DataFile(string Name, long Length, string Sha256, params IReadOnlyList<Uri> Addresses)
{
    /// <summary>The same content as users also hold it, such as unpacked: each with a name, a length and a checksum of its own, none with an address.</summary>
    public IReadOnlyList<DataFile> Alternatives { get; init; } = [];

    /// <summary>The form in which a folder holds this file; <c>null</c> where it does not.</summary>
    internal DataFile? FormIn(string folder) => Alternatives.Prepend(this).FirstOrDefault(form => File.Exists(Path.Combine(folder, form.Name)));
}
