using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace RnnDsl.Distributed;

/// <summary>The C interface of Open MPI (4 and 5): its functions, and the addresses that are its handles.</summary>
[SuppressMessage("Interoperability", "SYSLIB1054:Use 'LibraryImportAttribute'", Justification = "The project has no unsafe code.")]
internal sealed class MpiLibrary
{
    /// <summary>MPI_THREAD_SERIALIZED: any thread calls, one at a time.</summary>
    public const int ThreadSerialized = 2;

    /// <summary>MPI_IN_PLACE: the receive buffer holds what is sent.</summary>
    public const nint InPlace = 1;

    private const string Library = "libmpi.so.40";
    private const int Now = 2;
    private const int Global = 0x100;
    private const int LongestMessage = 512;

    private MpiLibrary(nint library)
    {
        World = Handle("ompi_mpi_comm_world");
        Sum = Handle("ompi_mpi_op_sum");
        Float = Handle("ompi_mpi_float");
        Double = Handle("ompi_mpi_double");
        Int64 = Handle("ompi_mpi_int64_t");
        Byte = Handle("ompi_mpi_byte");
        ErrorsReturn = Handle("ompi_mpi_errors_return");

        nint Handle(string name) => NativeLibrary.TryGetExport(library, name, out var address)
            ? address
            : throw new DistributedException($"{Library} has no symbol {name}: it is not the library of Open MPI 4 or 5, whose binary interface RnnDsl calls.");
    }

    /// <summary>MPI_COMM_WORLD.</summary>
    public nint World { get; }

    /// <summary>MPI_SUM.</summary>
    public nint Sum { get; }

    /// <summary>MPI_FLOAT.</summary>
    public nint Float { get; }

    /// <summary>MPI_DOUBLE.</summary>
    public nint Double { get; }

    /// <summary>MPI_INT64_T.</summary>
    public nint Int64 { get; }

    /// <summary>MPI_BYTE.</summary>
    public nint Byte { get; }

    /// <summary>MPI_ERRORS_RETURN.</summary>
    public nint ErrorsReturn { get; }

    /// <summary>Loads the library.</summary>
    /// <exception cref="DistributedException">It is not installed, or the system is not Linux.</exception>
    public static MpiLibrary Load()
    {
        if (!OperatingSystem.IsLinux())
            throw new DistributedException("Data-parallel runs need Open MPI, which RnnDsl loads on Linux only.");

        // Open MPI's components do not link to the library: they find its symbols only if they are global.
        var library = DlOpen(Library, Now | Global);
        return library != 0
            ? new MpiLibrary(library)
            : throw new DistributedException(
                $"Open MPI is not installed: the library {Library} was not found. Install it, on Debian and Ubuntu with 'apt-get install openmpi-bin', or add its folder to LD_LIBRARY_PATH.");
    }

    /// <summary>Throws for a code other than MPI_SUCCESS.</summary>
    public static void Check(int code, string function)
    {
        if (code == 0)
            return;
        var message = new byte[LongestMessage];
        _ = MPI_Error_string(code, message, out var length);
        throw new DistributedException($"{function} failed: {Encoding.UTF8.GetString(message, 0, Math.Clamp(length, 0, message.Length))}");
    }

    [DllImport("libc", EntryPoint = "dlopen", BestFitMapping = false)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint DlOpen([MarshalAs(UnmanagedType.LPStr)] string file, int flags);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MPI_Init_thread(nint argumentCount, nint arguments, int required, out int provided);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MPI_Comm_set_errhandler(nint communicator, nint handler);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MPI_Comm_rank(nint communicator, out int rank);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MPI_Comm_size(nint communicator, out int size);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MPI_Allreduce(nint sent, nint received, int count, nint type, nint operation, nint communicator);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MPI_Bcast(nint buffer, int count, nint type, int root, nint communicator);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MPI_Barrier(nint communicator);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MPI_Abort(nint communicator, int code);

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int MPI_Finalize();

    [DllImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MPI_Error_string(int code, [Out] byte[] message, out int length);
}
