using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace RnnDsl.Torch;

/// <summary>
/// Lets a process keep the memory of one step for the next. glibc gives back to the system what is larger than 32 MB and what is free at the end of its heap, and
/// asks for it anew; each page of it is then cleared and entered again: half of the time of training steps with large batches, two thirds of that of a beam search over
/// many sentences. <see cref="Trainer.Run"/> sees to it; a program that decodes much, or trains by a loop of its own, calls it once.
/// </summary>
public static class AllocatorSettings
{
    /// <summary>With any of these somebody has chosen already.</summary>
    private static readonly string[] Variables = ["MALLOC_MMAP_THRESHOLD_", "MALLOC_MMAP_MAX_", "MALLOC_TRIM_THRESHOLD_", "MALLOC_TOP_PAD_", "GLIBC_TUNABLES"];

    // As in glibc's malloc.h.
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapThreshold = -3;

    /// <summary>
    /// Keeps what is freed, for the whole process, from here on. Does nothing where there is no glibc, and nothing if one of its environment variables for this
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
        _ = SetOption(MapThreshold, 1 << 30); // bytes; older ones take no more than 32 MB, say 0 and leave it
        _ = SetOption(TrimThreshold, int.MaxValue);
        _ = SetOption(TopPad, 64 << 20); // as large as a thread's heaps, which are given back only where more than this is free
    }

    [SuppressMessage("Interoperability", "SYSLIB1054:Use 'LibraryImportAttribute'", Justification = "The project has no unsafe code.")]
    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetOption(int option, int value);
}
