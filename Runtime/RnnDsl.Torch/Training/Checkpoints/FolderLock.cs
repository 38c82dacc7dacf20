using System.Globalization;
using System.Text;

namespace RnnDsl.Training;

/// <summary>
/// Locks a folder against writes by other processes until disposed. The system releases the lock when the process ends, however it ends.
/// </summary>
/// <remarks>
/// The lock is an exclusively opened file, <c>lock</c>. A second file, <c>lock-holder</c>, describes the process that holds it,
/// because on Unix the first cannot be read while it is locked.
/// </remarks>
public sealed class FolderLock : IDisposable
{
    private const string LockFile = "lock";
    private const string HolderFile = "lock-holder";

    // The system's error codes for a held lock: EAGAIN of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
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

    /// <summary>Locks a folder, which is created if missing.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="CheckpointException">Another process holds the lock; the message names it and its start time.</exception>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder is not writable.</exception>
    public static FolderLock Take(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return new(Path.GetFullPath(folder));
    }

    /// <summary>Whether the folder still has this lock; false after the folder was removed or moved.</summary>
    internal bool IsInPlace => File.Exists(Path.Combine(_folder, LockFile)) && HolderLines().LastOrDefault() == _token;

    /// <summary>Locks the folder again after it was removed or moved.</summary>
    /// <exception cref="CheckpointException">Another process holds the lock.</exception>
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
