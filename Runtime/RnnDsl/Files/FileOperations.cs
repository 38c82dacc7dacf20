namespace RnnDsl;

/// <summary>
/// The operations of the file system that a save consists of. <see cref="AtomicFile"/> and checkpoints call nothing else while they write, so a test
/// can let each single operation fail.
/// </summary>
internal class FileOperations
{
    private static readonly AsyncLocal<FileOperations?> Replaced = new();

    private static readonly FileOperations Real = new();

    /// <summary>The operations in force. A replacement holds for the code that is called from here on (and threads started there).</summary>
    public static FileOperations Current
    {
        get => Replaced.Value ?? Real;
        set => Replaced.Value = value;
    }

    public virtual void CreateDirectory(string path) => Directory.CreateDirectory(path);

    /// <summary>Creates a file that must not exist. A symbolic link of this name is not followed.</summary>
    public virtual Stream CreateFile(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

    /// <summary>
    /// Opens a file for this process alone, and creates it where it is missing. A symbolic link of this name is removed, not followed: what it points to is
    /// neither written nor created.
    /// </summary>
    public virtual FileStream OpenExclusively(string path)
    {
        if (new FileInfo(path).LinkTarget is not null)
            File.Delete(path);
        try
        {
            return new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (Path.Exists(path))
        {
            return new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        }
    }

    /// <summary>Returns when the content has reached the disk; throws when the system reports that it has not.</summary>
    public virtual void Flush(Stream stream) => Durability.Flush((FileStream)stream);

    /// <summary>Returns when the names in the folder (files created, renamed, removed) have reached the disk.</summary>
    public virtual void FlushDirectory(string path) => Durability.FlushDirectory(path);

    /// <summary>Renames a file over another.</summary>
    public virtual void Replace(string source, string target) => File.Move(source, target, overwrite: true);

    public virtual void MoveDirectory(string source, string target) => Directory.Move(source, target);

    public virtual void DeleteFile(string path) => File.Delete(path);

    public virtual void DeleteDirectory(string path) => Directory.Delete(path, recursive: true);
}
