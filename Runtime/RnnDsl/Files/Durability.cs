using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace RnnDsl.Files;

/// <summary>
/// Flushes writes to the disk. <see cref="FileStream.Flush(bool)"/> ignores errors of <c>fsync</c> on Unix (a full or broken disk), and .NET cannot
/// flush a directory, whose entries a power cut loses otherwise. So these methods call the system directly.
/// </summary>
[SuppressMessage("Interoperability", "SYSLIB1054:Use 'LibraryImportAttribute'", Justification = "The project has no unsafe code.")]
internal static class Durability
{
    // The fcntl command that flushes the drive's cache, which fsync of macOS does not.
    private const int FullFlush = 51;

    private const int Interrupted = 4;
    private const int ReadOnly = 0;

    /// <exception cref="IOException">The system reports that the content was not written.</exception>
    public static void Flush(FileStream stream)
    {
        if (OperatingSystem.IsWindows())
        {
            stream.Flush(flushToDisk: true);
            return;
        }
        stream.Flush();
        FlushHandle(stream.SafeFileHandle, stream.Name);
    }

    /// <exception cref="IOException">The folder cannot be opened, or the system reports that its entries were not written.</exception>
    public static void FlushDirectory(string path)
    {
        // Windows has no such call; NTFS journals its entries.
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(Encoding.UTF8.GetBytes(path + '\0'), ReadOnly);
        if (descriptor < 0)
            throw Failure("opening the folder", path);
        using var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        FlushHandle(handle, path);
    }

    private static void FlushHandle(SafeFileHandle handle, string path)
    {
        int result;
        do
        {
            result = OperatingSystem.IsMacOS() && Control(handle, FullFlush) == 0 ? 0 : Synchronize(handle);
        }
        while (result < 0 && Marshal.GetLastPInvokeError() == Interrupted);
        if (result < 0)
            throw Failure("writing to the disk", path);
    }

    private static IOException Failure(string what, string path)
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException($"{path}: {what} failed: {Marshal.GetPInvokeErrorMessage(error)} (error {error}).", error);
    }

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Synchronize(SafeFileHandle handle);

    [DllImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Control(SafeFileHandle handle, int command);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Open(byte[] path, int flags);
}
