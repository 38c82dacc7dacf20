using System.ComponentModel;
using System.Globalization;

namespace RnnDsl.Kernels;

/// <summary>
/// Runs work on (direction, rows) on threads of its own and on the calling one. Each worker takes its rows through all time steps, without synchronisation per step.
/// </summary>
/// <remarks>
/// <para>
/// The threads wait in the operating system. A worker is a share of the work, not a thread: the caller starts at once, and takes every share that no thread has begun when it is through
/// with its own. On a busy machine it computes all of them, as it would without threads.
/// </para>
/// <para>Which rows a worker has depends on the sizes and the number of workers only, so results do too. Several callers may run work at once, and work may run further work.</para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class KernelRunner : IDisposable
{
    private readonly Lock _starting = new();
    private readonly Queue<KernelJob> _jobs = [];
    private Thread[] _threads = [];
    private bool _isDisposed;

    /// <summary>A runner. Its threads start with the first work that needs them.</summary>
    /// <param name="workers">The number of workers, the caller included.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is less than 1.</exception>
    public KernelRunner(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Workers = workers;
    }

    /// <summary>The runner of the process, with a worker for each processor.</summary>
    public static KernelRunner Shared { get; } = new(Environment.ProcessorCount);

    /// <summary>The number of workers, the caller included.</summary>
    public int Workers { get; }

    /// <summary>Runs work on all rows of all directions, and returns when it is done.</summary>
    /// <param name="rows">The rows of a direction.</param>
    /// <param name="directions">The number of directions.</param>
    /// <param name="minimumRows">The rows for which a further worker is worth its start.</param>
    /// <param name="work">Called for the rows of each worker, on several threads at once.</param>
    /// <param name="mostWorkers">A limit to the number of workers.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rows"/> or <paramref name="directions"/> is negative, <paramref name="minimumRows"/> or <paramref name="mostWorkers"/> less than 1.</exception>
    /// <exception cref="ObjectDisposedException">The runner is disposed.</exception>
    /// <exception cref="AggregateException">Several workers threw exceptions. The exception of a single one is thrown as it is. The other workers' work is done in any case.</exception>
    public void Run(int rows, int directions, int minimumRows, KernelWork work, int mostWorkers = int.MaxValue)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(directions);
        ArgumentOutOfRangeException.ThrowIfLessThan(minimumRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(mostWorkers, 1);
        ArgumentNullException.ThrowIfNull(work);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (rows == 0 || directions == 0)
            return;

        var workers = (int)Math.Clamp((long)rows * directions / minimumRows, 1, Math.Min(Workers, mostWorkers));
        var job = new KernelJob(new KernelPartition(rows, directions, workers), work);
        if (workers > 1)
            Offer(job, workers - 1);
        job.RunShares();
        job.Wait();
    }

    /// <summary>Ends the threads when they are through with the work that they have begun.</summary>
    public void Dispose()
    {
        lock (_starting)
        {
            lock (_jobs)
            {
                _isDisposed = true;
                Monitor.PulseAll(_jobs);
            }
        }
    }

    /// <summary>Lets threads take shares of a job.</summary>
    private void Offer(KernelJob job, int helpers)
    {
        Start();
        lock (_jobs)
        {
            _jobs.Enqueue(job);
            for (var i = 0; i < helpers; i++)
                Monitor.Pulse(_jobs);
        }
    }

    private void Start()
    {
        if (Volatile.Read(ref _threads).Length > 0)
            return;
        lock (_starting)
        {
            if (_threads.Length > 0 || _isDisposed)
                return;
            var threads = new Thread[Workers - 1];
            for (var i = 0; i < threads.Length; i++)
            {
                threads[i] = new Thread(Work) { IsBackground = true, Name = string.Create(CultureInfo.InvariantCulture, $"RnnDsl kernels {i + 1}") };
                threads[i].UnsafeStart();
            }

            Volatile.Write(ref _threads, threads);
        }
    }

    private void Work()
    {
        while (Take() is { } job)
            job.RunShares();
    }

    /// <summary>Waits for a job that has shares left; <c>null</c> once the runner is disposed.</summary>
    private KernelJob? Take()
    {
        lock (_jobs)
        {
            while (true)
            {
                while (_jobs.TryPeek(out var job))
                {
                    if (job.HasShares)
                        return job;
                    _jobs.Dequeue();
                }

                if (_isDisposed)
                    return null;
                Monitor.Wait(_jobs);
            }
        }
    }
}
