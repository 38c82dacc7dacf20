namespace RnnDsl.Files;

/// <summary>
/// The file system operations of a save. <see cref="AtomicFile"/> and checkpoints use no others while they write, so that tests
/// can make each operation fail.
/// </summary>
internal class FileOperations
{
    private static readonly AsyncLocal<FileOperations?> Replaced = new();

    private static readonly FileOperations Real = new();

    /// <summary>The current operations. A replacement applies to the calling code's execution context.</summary>
    public static FileOperations Current
    {
        get => Replaced.Value ?? Real;
        set => Replaced.Value = value;
    }

    public virtual void CreateDirectory(string path) => Directory.CreateDirectory(path);

    /// <summary>Creates a file that must not exist. A symbolic link of this name is not followed.</summary>
    public virtual Stream CreateFile(string path) => new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

    /// <summary>
    /// Opens a file exclusively, and creates it if missing. A symbolic link of this name is deleted, not followed: its target is
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

    /// <summary>Flushes the content to the disk; throws if the system reports an error.</summary>
    public virtual void Flush(Stream stream) => Durability.Flush((FileStream)stream);

    /// <summary>Flushes the entries of a folder (files created, renamed, removed) to the disk.</summary>
    public virtual void FlushDirectory(string path) => Durability.FlushDirectory(path);

    /// <summary>Renames a file, replacing an existing one.</summary>
    public virtual void Replace(string source, string target) => File.Move(source, target, overwrite: true);

    public virtual void MoveDirectory(string source, string target) => Directory.Move(source, target);

    public virtual void DeleteFile(string path) => File.Delete(path);

    public virtual void DeleteDirectory(string path) => Directory.Delete(path, recursive: true);
}
