using System.Runtime.ExceptionServices;

namespace RnnDsl.Kernels;

/// <summary>One call of <see cref="KernelRunner.Run"/>: shares that threads take in order, and the wait for those that others have begun.</summary>
internal sealed class KernelJob(KernelPartition partition, KernelWork work)
{
    private readonly Lock _reporting = new();
    private readonly object _done = new();
    private SortedDictionary<int, Exception>? _exceptions;
    private int _next;
    private int _left = partition.Workers;

    /// <summary>Whether there is a share that no thread has begun.</summary>
    public bool HasShares => Volatile.Read(ref _next) < partition.Workers;

    /// <summary>Takes shares until none is left.</summary>
    public void RunShares()
    {
        while (Interlocked.Increment(ref _next) - 1 is var worker && worker < partition.Workers)
        {
            try
            {
                partition.Run(worker, work);
            }
#pragma warning disable CA1031 // The caller of Run gets it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                lock (_reporting)
                    (_exceptions ??= [])[worker] = exception;
            }

            if (Interlocked.Decrement(ref _left) == 0)
            {
                lock (_done)
                    Monitor.PulseAll(_done);
            }
        }
    }

    /// <summary>Waits for the shares that other threads have begun, and throws what they threw.</summary>
    public void Wait()
    {
        if (Volatile.Read(ref _left) > 0)
        {
            lock (_done)
            {
                while (Volatile.Read(ref _left) > 0)
                    Monitor.Wait(_done);
            }
        }

        if (_exceptions is { Count: 1 } single)
            ExceptionDispatchInfo.Throw(single.Values.First());
        if (_exceptions is { } several)
            throw new AggregateException(several.Values);
    }
}
