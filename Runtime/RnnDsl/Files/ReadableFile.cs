namespace RnnDsl.Files;

/// <summary>Opens files for reading.</summary>
internal static class ReadableFile
{
    /// <summary>Opens a file that others may read meanwhile.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="IOException">The path is that of a folder, which systems report as a lack of access.</exception>
    public static FileStream Open(string path)
    {
        RefuseFolder(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    /// <summary>Refuses the path of a folder, for files that are opened in another way.</summary>
    /// <exception cref="IOException">The path is that of a folder.</exception>
    public static void RefuseFolder(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"{path} is a folder. Give the path of a file.");
    }
}
