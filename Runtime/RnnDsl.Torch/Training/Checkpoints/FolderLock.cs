using System.Globalization;
using System.Text;

namespace RnnDsl.Torch;

/// <summary>
/// Keeps other processes from writing into a folder until disposed. The system releases it when the process ends, however it ends.
/// </summary>
/// <remarks>
/// The lock is an exclusively opened file, <c>lock</c>. A second file, <c>lock-holder</c>, says which process holds it: on Unix the first cannot be read while
/// it is locked.
/// </remarks>
public sealed class FolderLock : IDisposable
{
    private const string LockFile = "lock";
    private const string HolderFile = "lock-holder";

    // What the system calls a lock that is held: EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private const int HeldOnLinux = 11;
    private const int HeldOnMacOs = 35;
    private const int HeldOnWindows = unchecked((int)0x80070020);

    private const int LongestCommandLine = 200;
    private const int LongestHolder = 4_096;

    private readonly string _folder;
    private readonly string _token = Guid.NewGuid().ToString("N");
    private FileStream _stream;

    private FolderLock(string folder)
    {
        _folder = folder;
        _stream = Open();
    }

    private string Holder => Path.Combine(_folder, HolderFile);

    /// <summary>Takes the lock of a folder, which is created where it is missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">Another process holds it; the message says which and since when.</exception>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static FolderLock Take(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new(Path.GetFullPath(folder));
    }

    /// <summary>Whether the folder still has this lock: not when it was removed or moved, whoever did it.</summary>
    internal bool IsInPlace => File.Exists(Path.Combine(_folder, LockFile)) && HolderLines().LastOrDefault() == _token;

    /// <summary>Takes the lock once more, after the folder was removed or moved.</summary>
    /// <exception cref="CheckpointException">Another process has taken it.</exception>
    internal void Retake()
    {
        _stream.Dispose();
        _stream = Open();
    }

    /// <summary>Releases the lock.</summary>
    public void Dispose()
    {
        if (IsInPlace)
            File.Delete(Holder);
        _stream.Dispose();
    }

    private FileStream Open()
    {
        Directory.CreateDirectory(_folder);
        FileStream stream;
        try
        {
            stream = FileOperations.Current.OpenExclusively(Path.Combine(_folder, LockFile));
        }
        catch (IOException exception) when (exception.HResult is HeldOnLinux or HeldOnMacOs or HeldOnWindows)
        {
            throw new CheckpointException(_folder, $"{Describe()} is writing to this folder. Wait for it to end, or choose another folder.", exception);
        }
        try
        {
            AtomicFile.Write(Holder, written => written.Write(Encoding.UTF8.GetBytes(string.Create(
                CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} on {Environment.MachineName}, started {DateTime.UtcNow:yyyy-MM-dd HH:mm:ss} UTC ({CommandLine()})\n{_token}\n"))));
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private string Describe()
    {
        try
        {
            return HolderLines().FirstOrDefault() is { Length: > 0 } description ? $"another process ({description})" : "another process";
        }
        catch (IOException)
        {
            // The holder has not written its description yet, or has just removed it.
            return "another process";
        }
    }

    private string[] HolderLines() =>
        new FileInfo(Holder) is { Exists: true, Length: <= LongestHolder } ? File.ReadAllText(Holder).Split('\n', StringSplitOptions.RemoveEmptyEntries) : [];

    private static string CommandLine()
    {
        var line = Environment.CommandLine.ReplaceLineEndings(" ");
        return line.Length > LongestCommandLine ? line[..LongestCommandLine] + "…" : line;
    }
}
