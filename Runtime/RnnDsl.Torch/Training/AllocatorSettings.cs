using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RnnDsl.Training;

/// <summary>
/// Allocator settings by which a process keeps the memory of one step for the next. By default glibc returns blocks above 32 MB and free
/// memory at the end of its heap to the system and requests them again; the system then clears and maps each page anew. That takes half of the
/// time of training steps with large batches and two thirds of that of a beam search over many sentences. <see cref="Trainer.Run"/> applies the
/// settings; a program with its own training loop, or one that decodes much, calls <see cref="KeepFreedMemory"/> once.
/// </summary>
public static class AllocatorSettings
{
    /// <summary>If one of these variables is set, the user has configured the allocator, and nothing is changed.</summary>
    private static readonly string[] Variables = ["MALLOC_MMAP_THRESHOLD_", "MALLOC_MMAP_MAX_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "GLIBC_TUNABLES"];

    // As in glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;

    /// <summary>
    /// Keeps freed memory in the process from here on. Does nothing without glibc, or if one of its environment variables for this
    /// (<c>MALLOC_MMAP_THRESHOLD_</c>, <c>MALLOC_MMAP_MAX_</c>, <c>MALLOC_TRIM_THRESHOLD_</c>, <c>MALLOC_TOP_PAD_</c>, <c>GLIBC_TUNABLES</c>) is set.
    /// </summary>
    public static void KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libc.so.6", out var library))
            return;
        if (Variables.Any(variable => !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(variable))))
            return;
        if (!NativeLibrary.TryGetExport(library, "gnu_get_libc_version", out _))
            return;
        _ = SetOption(MapThreshold, 1 << 30); // bytes; older versions of glibc reject more than 32 MB and keep their default
        _ = SetOption(TrimThreshold, int.MaxValue);
        _ = SetOption(TopPad, 64 << 20); // the size of a thread's heaps, which are returned only where more than this is free
    }

    [SuppressMessage("Interoperability", "SYSLIB1054:Use 'LibraryImportAttribute'", Justification = "The project has no unsafe code.")]
    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
