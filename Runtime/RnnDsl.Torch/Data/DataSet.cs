using System.Text;

namespace RnnDsl.Data;

/// <summary>A data set: its files, their folder, and a sample that replaces them if they are not available.</summary>
/// <param name="Name">The common name.</param>
/// <param name="Folder">Its folder within a folder of data sets, such as <c>shakespeare</c>.</param>
/// <param name="Files">Its files.</param>
public sealed record DataSet(string Name, string Folder, params IReadOnlyList<DataFile> Files)
{
    /// <summary>
    /// Opens a small embedded replacement for the file of the given name, so that an example runs without a network;
    /// <c>null</c> if the set has none.
    /// </summary>
    public Func<string, Stream>? Sample { get; init; }

    private bool PrintMembers(StringBuilder builder) => builder.AppendMembers((nameof(Name), Name), (nameof(Folder), Folder), (nameof(Files), Files));
}
