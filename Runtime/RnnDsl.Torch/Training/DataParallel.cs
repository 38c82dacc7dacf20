using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// The ranks of a data-parallel training. All of them take the same decisions: what happens on one rank alone (a signal, an error, a file) is exchanged before any rank acts on it.
/// </summary>
internal sealed class DataParallel(ICommunicator communicator)
{
    private const byte Cancelled = 1;
    private const byte Failed = 2;

    private long _waitingSince;

    /// <summary>The number of ranks.</summary>
    public int Size => communicator.Size;

    /// <summary>Whether this rank shows progress and writes files.</summary>
    public bool IsFirst => communicator.Rank == 0;

    /// <summary>Whether a rank has requested a stop, which all ranks have received.</summary>
    public bool StopAgreed { get; private set; }

    /// <summary>How long this rank has waited for the others in a collective operation; zero outside of one.</summary>
    public TimeSpan Waiting => Volatile.Read(ref _waitingSince) is var since && since == 0 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Environment.TickCount64 - since);

    /// <summary>The time in collective operations so far, that of waiting for slower ranks included.</summary>
    public TimeSpan Communication { get; private set; }

    /// <summary>The number of a micro-batch among those of all ranks and steps, from 1: no two ranks have the same one.</summary>
    /// <param name="number">Its number among those of a rank, from 1.</param>
    public long Number(long number) => ((number - 1) * Size) + communicator.Rank + 1;

    /// <summary>Sums a contiguous tensor over the ranks, in place.</summary>
    public void AllReduce(Tensor tensor) => Wait(() => communicator.AllReduce(tensor));

    /// <summary>Gives all ranks the tensors of rank 0.</summary>
    public void Broadcast(IEnumerable<Tensor> tensors)
    {
        if (Size == 1)
            return;
        using var quiet = no_grad();
        foreach (var tensor in tensors)
        {
            using var whole = tensor.detach().contiguous();
            Wait(() => communicator.Broadcast(whole));
            if (!tensor.is_contiguous())
                tensor.copy_(whole);
        }
    }

    /// <summary>Gives all ranks the value of rank 0.</summary>
    public bool OfFirst(bool value)
    {
        if (Size == 1)
            return value;
        using var scope = NewDisposeScope();
        var shared = tensor(value ? 1L : 0L);
        Wait(() => communicator.Broadcast(shared));
        return shared.item<long>() != 0;
    }

    /// <summary>The bytes of every rank, in the order of the ranks.</summary>
    public IReadOnlyList<byte[]> Exchange(byte[] own)
    {
        if (Size == 1)
            return [own];
        using var scope = NewDisposeScope();
        var lengths = zeros(Size, ScalarType.Int64);
        lengths[communicator.Rank] = own.LongLength;
        AllReduce(lengths);
        var all = new byte[Size][];
        for (var rank = 0; rank < Size; rank++)
        {
            all[rank] = [];
            if (lengths[rank].item<long>() is > 0 and var length)
            {
                using var bytes = rank == communicator.Rank ? tensor(own) : zeros(length, ScalarType.Byte);
                Wait(() => communicator.Broadcast(bytes, rank));
                all[rank] = bytes.data<byte>().ToArray();
            }
        }

        return all;
    }

    /// <summary>The tensors of all ranks, [rank, ...], where there are several; the tensor itself where there is one.</summary>
    /// <param name="own">That of this rank.</param>
    /// <param name="name">What it is, for the message.</param>
    /// <exception cref="DistributedException">Their shapes differ.</exception>
    public Tensor Stack(Tensor own, string name)
    {
        if (Size == 1)
            return own;
        var shapes = Exchange(Encoding.UTF8.GetBytes($"[{string.Join(", ", own.shape)}] {own.dtype}")).Select(Encoding.UTF8.GetString).ToList();
        if (shapes.Distinct().Count() > 1)
            throw new DistributedException($"The ranks of a run have tensors of one shape each; {name} is {string.Join(", ", shapes.Select(static (shape, rank) => $"{shape} on rank {rank.Invariant()}"))}.");
        using var quiet = no_grad();
        var all = own.new_zeros([Size, .. own.shape]);
        all[communicator.Rank].copy_(own);
        AllReduce(all);
        return all;
    }

    /// <summary>The part of this rank of what <see cref="Stack"/> returned.</summary>
    public Tensor OwnOf(Tensor stacked) => Size == 1 ? stacked : stacked[communicator.Rank];

    /// <summary>Gives all ranks the evaluation of rank 0.</summary>
    public Evaluation OfFirst(Evaluation evaluation) => Size == 1 ? evaluation : RankBytes.ReadEvaluation(Exchange(IsFirst ? RankBytes.Of(evaluation) : [])[0]);

    /// <summary>Runs an action on every rank. If one of them throws, all do: that rank its own exception.</summary>
    /// <exception cref="DistributedException">Another rank has failed; the message says which one and why.</exception>
    /// <exception cref="OperationCanceledException">Another rank was cancelled.</exception>
    public void Agree(Action action)
    {
        if (Size == 1)
        {
            action();
            return;
        }

        ExceptionDispatchInfo? failure = null;
        try
        {
            action();
        }
#pragma warning disable CA1031 // It is thrown again below, once the other ranks have received it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            failure = ExceptionDispatchInfo.Capture(exception);
        }

        var all = Exchange(failure is null ? [] : [failure.SourceException is OperationCanceledException ? Cancelled : Failed, .. Encoding.UTF8.GetBytes(failure.SourceException.Message)]);
        StopAgreed |= all.Any(static report => report is [Cancelled, ..]);
        failure?.Throw();
        if (all.Select(static (report, rank) => (report, rank)).FirstOrDefault(static pair => pair.report is [Failed, ..]) is { report: { } message, rank: var failed })
            throw new DistributedException($"Rank {failed.Invariant()} of {Size.Invariant()} has failed: {Encoding.UTF8.GetString(message, 1, message.Length - 1)}");
        if (all.Any(static report => report is [Cancelled, ..]))
            throw new OperationCanceledException("Another rank of this run was cancelled.");
    }

    /// <summary>Records that a rank has requested a stop.</summary>
    public void AgreeOnStop() => StopAgreed = true;

    /// <summary>Compares the parameters of all ranks.</summary>
    /// <exception cref="DistributedException">They differ.</exception>
    public void CheckSame(IEnumerable<Tensor> parameters, long step)
    {
        if (Size == 1)
            return;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var parameter in parameters)
        {
            using var scope = NewDisposeScope();
            foreach (var piece in parameter.detach().cpu().contiguous().view(-1).split(1 << 26))
                hash.AppendData(piece.bytes);
        }

        var all = Exchange(hash.GetHashAndReset());
        if (all.FirstOrDefault(other => !other.AsSpan().SequenceEqual(all[0])) is not null)
        {
            var others = string.Join(", ", all.Select(static (of, rank) => (of, rank)).Where(pair => !pair.of.AsSpan().SequenceEqual(all[0])).Select(static pair => pair.rank.Invariant()));
            throw new DistributedException(
                $"The parameters of rank {others} differ from those of rank 0 at step {step.Invariant()}. The ranks must compute the same update: look for code that changes the parameters on one rank only, and for different versions of libtorch.");
        }
    }

    private void Wait(Action operation)
    {
        Volatile.Write(ref _waitingSince, Environment.TickCount64);
        var started = Stopwatch.GetTimestamp();
        try
        {
            operation();
        }
        finally
        {
            Communication += Stopwatch.GetElapsedTime(started);
            Volatile.Write(ref _waitingSince, 0);
        }
    }
}
