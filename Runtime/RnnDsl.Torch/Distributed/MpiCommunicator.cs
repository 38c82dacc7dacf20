using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Distributed;

/// <summary>
/// Ranks that <c>mpirun</c> or another launcher of Open MPI has started, on one machine or on many. Tensors on the CPU are reduced in their own memory, those of other devices
/// through a copy.
/// </summary>
/// <example>
/// <code>
/// // mpirun -n 4 dotnet run -c Release
/// using var communicator = MpiCommunicator.Start();
/// var options = new TrainerOptions { Steps = 3_000, Communicator = communicator };
/// </code>
/// </example>
public sealed class MpiCommunicator : ICommunicator
{
    /// <summary>The elements of one call: MPI counts them, or their bytes, in 32 bits.</summary>
    private const int MostElements = 1 << 26;

    private static int _started;

    private readonly MpiLibrary _mpi;
    private bool _isDisposed;

    private MpiCommunicator(MpiLibrary mpi)
    {
        _mpi = mpi;
        MpiLibrary.Check(MpiLibrary.MPI_Init_thread(0, 0, MpiLibrary.ThreadSerialized, out var provided), nameof(MpiLibrary.MPI_Init_thread));
        if (provided < MpiLibrary.ThreadSerialized)
            throw new DistributedException("This Open MPI was built without threads: a Trainer computes on a thread of its own and needs MPI_THREAD_SERIALIZED.");
        MpiLibrary.Check(MpiLibrary.MPI_Comm_set_errhandler(mpi.World, mpi.ErrorsReturn), nameof(MpiLibrary.MPI_Comm_set_errhandler));
        MpiLibrary.Check(MpiLibrary.MPI_Comm_rank(mpi.World, out var rank), nameof(MpiLibrary.MPI_Comm_rank));
        MpiLibrary.Check(MpiLibrary.MPI_Comm_size(mpi.World, out var size), nameof(MpiLibrary.MPI_Comm_size));
        (Rank, Size) = (rank, size);
    }

    /// <inheritdoc/>
    public int Rank { get; }

    /// <inheritdoc/>
    public int Size { get; }

    /// <summary>Loads Open MPI and joins the ranks of this run. A program that no launcher has started is rank 0 of 1.</summary>
    /// <exception cref="DistributedException">Open MPI is not installed, or cannot start.</exception>
    /// <exception cref="InvalidOperationException">The process has started it before; MPI starts once in a process.</exception>
    public static MpiCommunicator Start()
    {
        var mpi = MpiLibrary.Load();
        return Interlocked.Exchange(ref _started, 1) == 0
            ? new MpiCommunicator(mpi)
            : throw new InvalidOperationException("MPI has been started in this process before, and starts once. Keep the communicator of the first call.");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tensor is not contiguous, or of another dtype.</exception>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void AllReduce(Tensor tensor)
    {
        Check(tensor);
        var type = tensor.dtype switch
        {
            ScalarType.Float32 => _mpi.Float,
            ScalarType.Float64 => _mpi.Double,
            ScalarType.Int64 => _mpi.Int64,
            var dtype => throw new ArgumentException($"Tensors of float32, float64 and int64 are reduced, not of {dtype}.", nameof(tensor)),
        };
        InCpuMemory(tensor, (address, elements) =>
            MpiLibrary.Check(MpiLibrary.MPI_Allreduce(MpiLibrary.InPlace, address, elements, type, _mpi.Sum, _mpi.World), nameof(MpiLibrary.MPI_Allreduce)));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The tensor is not contiguous.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void Broadcast(Tensor tensor, int root = 0)
    {
        Check(tensor);
        ArgumentOutOfRangeException.ThrowIfNegative(root);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(root, Size);
        InCpuMemory(tensor, (address, elements) =>
            MpiLibrary.Check(MpiLibrary.MPI_Bcast(address, checked(elements * (int)tensor.element_size()), _mpi.Byte, root, _mpi.World), nameof(MpiLibrary.MPI_Bcast)));
    }

    /// <inheritdoc/>
    /// <exception cref="DistributedException">MPI reports an error.</exception>
    public void Barrier()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        MpiLibrary.Check(MpiLibrary.MPI_Barrier(_mpi.World), nameof(MpiLibrary.MPI_Barrier));
    }

    /// <inheritdoc/>
    public void Abort(int exitCode) => _ = MpiLibrary.MPI_Abort(_mpi.World, exitCode);

    /// <summary>Leaves the run; waits until all ranks do. After an error on this rank alone call <see cref="Abort"/> instead.</summary>
    public void Dispose()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        _ = MpiLibrary.MPI_Finalize();
    }

    private void Check(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (!tensor.is_contiguous())
            throw new ArgumentException($"The tensor [{string.Join(", ", tensor.shape)}] is not contiguous. Pass tensor.contiguous() and copy the result back.", nameof(tensor));
    }

    /// <summary>Runs an operation on the memory of a tensor, in pieces that MPI can count.</summary>
    private static void InCpuMemory(Tensor tensor, Action<nint, int> operation)
    {
        using var quiet = no_grad();
        using var memory = tensor.device_type == DeviceType.CPU ? tensor.alias() : tensor.cpu();
        var address = TensorMemory.AddressOf(memory);
        var (elements, size) = (memory.numel(), memory.element_size());
        for (var first = 0L; first < elements; first += MostElements)
            operation(address + checked((nint)(first * size)), (int)Math.Min(MostElements, elements - first));
        GC.KeepAlive(memory);
        if (tensor.device_type != DeviceType.CPU)
            tensor.copy_(memory);
    }
}
