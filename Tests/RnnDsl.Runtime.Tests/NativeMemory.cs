using System.Diagnostics;
using System.Runtime.InteropServices;

namespace RnnDsl.Runtime.Tests;

/// <summary>How much memory native code holds.</summary>
internal static class NativeMemory
{
    private const string Library = "libc.so.6";

    /// <summary>In bytes: what glibc's allocator has given out, or, elsewhere, how large the process is.</summary>
    public static long InUse()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (TellsAllocations)
        {
            var allocator = AllocatorState();
            return (long)(allocator.InBlocks + allocator.InMappings);
        }

        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    /// <summary>In bytes: what glibc's allocator has requested from the system for one block each, and gives back as soon as that is freed.</summary>
    public static long Mapped() => (long)AllocatorState().InMappings;

    /// <summary>Whether this is a glibc that tells what it has given out.</summary>
    public static bool TellsAllocations { get; } = OperatingSystem.IsLinux()
        && System.Runtime.InteropServices.NativeLibrary.TryLoad(Library, out var library)
        && System.Runtime.InteropServices.NativeLibrary.TryGetExport(library, "mallinfo2", out _);

    [DllImport(Library, EntryPoint = "mallinfo2")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern Allocator AllocatorState();

    /// <summary>glibc's struct mallinfo2.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Allocator
    {
        private readonly nuint _arena;
        private readonly nuint _freeChunks;
        private readonly nuint _fastBins;
        private readonly nuint _mappings;
        public readonly nuint InMappings;
        private readonly nuint _highest;
        private readonly nuint _inFastBins;
        public readonly nuint InBlocks;
        private readonly nuint _free;
        private readonly nuint _releasable;
    }
}
