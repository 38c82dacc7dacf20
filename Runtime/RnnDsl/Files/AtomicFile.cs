namespace RnnDsl;

/// <summary>Writes a file so that a reader, a killed process and a power cut leave the old content or the new, and nothing between.</summary>
public static class AtomicFile
{
    /// <summary>What is added to a file's name while it is being written.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>
    /// Writes to a new file beside, flushes it to the disk, renames it and flushes the folder. The folder is created where it is missing.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced once the new content is whole.</param>
    /// <param name="write">Writes the content. When it throws, the file stays as it was and nothing is left beside it.</param>
    /// <exception cref="IOException">The disk is full or reports an error, or another process is writing the same file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder may not be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);

        var files = FileOperations.Current;
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target) ?? target;
        files.CreateDirectory(folder);

        // The name is fixed, so what a killed process left is replaced by the next write and does not pile up.
        var beside = target + PartialSuffix;
        RemoveLeftover(files, beside);
        var stream = files.CreateFile(beside);
        try
        {
            using (stream)
            {
                write(stream);
                files.Flush(stream);
            }

            files.Replace(beside, target);
        }
        catch
        {
            // The system's own call: the error that is under way is the one to report.
            File.Delete(beside);
            throw;
        }

        files.FlushDirectory(folder);
    }

    private static void RemoveLeftover(FileOperations files, string beside)
    {
        // Path.Exists follows links; a link to nothing is a leftover too.
        var leftover = new FileInfo(beside);
        if (!leftover.Exists && leftover.LinkTarget is null)
            return;

        // A process that is writing now holds a lock on its file, and opening it fails here. A link is removed without looking at its target.
        if (leftover.LinkTarget is null)
            new FileStream(beside, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        files.DeleteFile(beside);
    }
}
