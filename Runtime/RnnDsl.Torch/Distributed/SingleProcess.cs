using static TorchSharp.torch;

namespace RnnDsl.Distributed;

/// <summary>A run in one process: rank 0 of 1.</summary>
public sealed class SingleProcess : ICommunicator
{
    private SingleProcess()
    {
    }

    /// <summary>The only one.</summary>
    public static SingleProcess Instance { get; } = new();

    /// <inheritdoc/>
    public int Rank => 0;

    /// <inheritdoc/>
    public int Size => 1;

    /// <summary>Leaves the tensor as it is.</summary>
    public void AllReduce(Tensor tensor) => ArgumentNullException.ThrowIfNull(tensor);

    /// <summary>Leaves the tensor as it is.</summary>
    public void Broadcast(Tensor tensor, int root = 0)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        ArgumentOutOfRangeException.ThrowIfNotEqual(root, 0);
    }

    /// <summary>Returns at once.</summary>
    public void Barrier()
    {
    }

    /// <inheritdoc/>
    public void Abort(int exitCode) => Environment.Exit(exitCode);

    /// <summary>Does nothing.</summary>
    public void Dispose()
    {
    }
}
