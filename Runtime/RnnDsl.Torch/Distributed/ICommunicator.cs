using static TorchSharp.torch;

namespace RnnDsl.Distributed;

/// <summary>
/// The processes of a data-parallel run, its ranks, and the collective operations among them. Every rank calls the same operations in the same order, with tensors of the same
/// dtype and size; an operation returns once the rank's part of it is done.
/// </summary>
/// <remarks>An implementation must allow calls from any thread, one at a time: <see cref="RnnDsl.Training.Trainer"/> computes on a thread of its own.</remarks>
public interface ICommunicator : IDisposable
{
    /// <summary>The number of this process, from 0. Rank 0 shows progress and writes files.</summary>
    int Rank { get; }

    /// <summary>The number of ranks.</summary>
    int Size { get; }

    /// <summary>Replaces a tensor by the sum of the tensors of all ranks. The result is the same on every rank, to the last bit.</summary>
    /// <param name="tensor">A contiguous tensor, float32, float64 or int64.</param>
    void AllReduce(Tensor tensor);

    /// <summary>Replaces a tensor by that of one rank.</summary>
    /// <param name="tensor">A contiguous tensor of any dtype.</param>
    /// <param name="root">The rank whose tensor it is.</param>
    void Broadcast(Tensor tensor, int root = 0);

    /// <summary>Waits until all ranks are here.</summary>
    void Barrier();

    /// <summary>Ends the processes of all ranks.</summary>
    /// <param name="exitCode">The exit code of this process.</param>
    void Abort(int exitCode);
}
