namespace RnnDsl;

/// <summary>Writes a file so that a reader, or a run that is killed at any moment, sees the old content or the new, and nothing between.</summary>
public static class AtomicFile
{
    /// <summary>What is added to a file's name while it is being written.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>Writes beside the file, flushes to the disk and renames. The folder is created where it is missing.</summary>
    /// <param name="path">The file; an existing one is replaced once the new content is whole.</param>
    /// <param name="write">Writes the content. When it throws, the file stays as it was and nothing is left beside it.</param>
    /// <exception cref="IOException">The disk is full, or another process is writing the same file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);

        var target = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(target) ?? target);

        // The name is fixed, so what a killed run left is overwritten by the next one and does not pile up.
        // The stream is not shared: a second writer fails here, before it touches anything.
        var beside = target + PartialSuffix;
        var stream = new FileStream(beside, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
        try
        {
            using (stream)
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(beside, target, overwrite: true);
        }
        catch
        {
            File.Delete(beside);
            throw;
        }
    }
}
