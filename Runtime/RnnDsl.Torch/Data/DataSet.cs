namespace RnnDsl.Torch;

/// <summary>A data set: its files, where they lie in a data folder, and what stands in where they cannot be had.</summary>
/// <param name="Name">The name people know it by.</param>
/// <param name="Folder">Its folder within a folder of data sets, such as <c>shakespeare</c>.</param>
/// <param name="Files">Its files.</param>
public sealed record DataSet(string Name, string Folder, params IReadOnlyList<DataFile> Files)
{
    /// <summary>
    /// Opens a small embedded stand-in for the file of the given name, so that an example runs on a machine without a network;
    /// <c>null</c> where the set has none.
    /// </summary>
    public Func<string, Stream>? Sample { get; init; }
}
