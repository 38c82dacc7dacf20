using RnnDsl.Distributed;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Distributed;

/// <summary>Ranks that are threads of the test process.</summary>
internal sealed class ThreadCommunicator : ICommunicator
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Exchange _exchange;

    private ThreadCommunicator(int rank, Exchange exchange) => (Rank, _exchange) = (rank, exchange);

    public int Rank { get; }

    public int Size => _exchange.Tensors.Length;

    /// <summary>The exit code with which a rank ended all of them; <c>null</c> if none did.</summary>
    public int? Aborted => _exchange.Aborted;

    public static ThreadCommunicator[] Create(int size)
    {
        var exchange = new Exchange(size);
        return [.. Enumerable.Range(0, size).Select(rank => new ThreadCommunicator(rank, exchange))];
    }

    /// <summary>Runs every rank on a thread of its own; an exception of one is returned, and ends no other.</summary>
    public static (T? Result, Exception? Failure)[] Run<T>(int size, Func<ICommunicator, T> rank)
    {
        var ranks = Create(size);
        var results = new (T?, Exception?)[size];
        var threads = ranks.Select(communicator => new Thread(() =>
        {
            try
            {
                results[communicator.Rank] = (rank(communicator), null);
            }
#pragma warning disable CA1031 // The test asserts it.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                results[communicator.Rank] = (default, exception);
            }
        })).ToList();
        threads.ForEach(static thread => thread.Start());
        threads.ForEach(static thread => thread.Join());
        return results;
    }

    public void AllReduce(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Share(tensor, () => _exchange.Tensors[1..].Aggregate(_exchange.Tensors[0]!.clone(), static (sum, other) => sum + other!));
    }

    public void Broadcast(Tensor tensor, int root = 0)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        Share(tensor, () => _exchange.Tensors[root]!.clone());
    }

    public void Barrier() => Meet();

    public void Abort(int exitCode) => _exchange.Aborted = exitCode;

    public void Dispose()
    {
    }

    private void Share(Tensor tensor, Func<Tensor> compute)
    {
        if (!tensor.is_contiguous())
            throw new ArgumentException("The tensor is not contiguous.", nameof(tensor));
        _exchange.Tensors[Rank] = tensor;
        Meet();
        using var result = compute();
        Meet();
        tensor.copy_(result);
        Meet();
    }

    private void Meet()
    {
        if (!_exchange.Barrier.SignalAndWait(Patience))
            throw new TimeoutException($"Rank {Rank} waits for a rank that does not come.");
    }

    private sealed class Exchange(int size)
    {
        public Tensor?[] Tensors { get; } = new Tensor?[size];

        public Barrier Barrier { get; } = new(size);

        public int? Aborted { get; set; }
    }
}
