namespace RnnDsl.Files;

/// <summary>Writes files atomically: after a killed process or a power cut a reader sees either the old content or the new.</summary>
public static class AtomicFile
{
    /// <summary>The suffix of the temporary file.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>
    /// Writes to a temporary file, flushes it to the disk, renames it and flushes the folder. The folder is created if missing.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced once the new content is complete.</param>
    /// <param name="write">Writes the content. If it throws, the file is unchanged and the temporary file is deleted.</param>
    /// <exception cref="IOException">The disk is full or reports an error, or another process is writing the same file.</exception>
    /// <exception cref="UnauthorizedAccessException">The file or its folder is not writable.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);

        var files = FileOperations.Current;
        var target = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(target) ?? target;
        files.CreateDirectory(folder);

        // The name is fixed, so the next write replaces what a killed process left.
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
            // File.Delete and not the replaceable operation: the original exception must be reported.
            File.Delete(beside);
            throw;
        }

        files.FlushDirectory(folder);
    }

    private static void RemoveLeftover(FileOperations files, string beside)
    {
        // Path.Exists follows links, and a dangling link is a leftover too.
        var leftover = new FileInfo(beside);
        if (!leftover.Exists && leftover.LinkTarget is null)
            return;

        // A running writer holds a lock on its file, and opening it fails here. A link is deleted without following it.
        if (leftover.LinkTarget is null)
            new FileStream(beside, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        files.DeleteFile(beside);
    }
}
