using System.Diagnostics;
using System.Globalization;
using RnnDsl.Distributed;
using RnnDsl.Runtime.Tests.Training;
using RnnDsl.Training;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Distributed;

/// <summary>What a rank of <see cref="MpiTests"/> does, in a process that mpirun has started.</summary>
internal static class RankProgram
{
    /// <summary>The argument of the program with which it runs as a rank.</summary>
    public const string Name = "rank";

    /// <summary>Runs a scenario; prints what it has found on rank 0, or on all ranks.</summary>
    public static int Run(string[] arguments)
    {
        set_num_threads(1);
        using var communicator = MpiCommunicator.Start();
        switch (arguments)
        {
            case ["collectives"]:
                Collectives(communicator);
                break;
            case ["equality", var ranks]:
                Equality(communicator, int.Parse(ranks, CultureInfo.InvariantCulture));
                break;
            case ["endless", var folder]:
                Endless(communicator, folder);
                break;
            case ["latency"]:
                Latency(communicator);
                break;
            case ["throughput", var steps]:
                Throughput(communicator, int.Parse(steps, CultureInfo.InvariantCulture));
                break;
            default:
                throw new ArgumentException($"There is no scenario '{string.Join(' ', arguments)}'.", nameof(arguments));
        }

        return 0;
    }

    private static void Collectives(MpiCommunicator communicator)
    {
        var (rank, size) = (communicator.Rank, communicator.Size);
        foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.Int64 })
        {
            // Part of a larger tensor: its memory does not begin where the tensor's does.
            var whole = zeros([3, 1000], dtype);
            var part = whole[1];
            part.fill_(rank + 1);
            communicator.AllReduce(part);
            Assert.Equal(size * (size + 1) / 2, part.to(ScalarType.Int64).unique().output.item<long>());
            Assert.Equal(0, whole[2].sum().to(ScalarType.Int64).item<long>());
        }

        foreach (var dtype in new[] { ScalarType.Byte, ScalarType.Bool, ScalarType.BFloat16, ScalarType.Int32 })
        {
            var shared = full([5, 7], rank == size - 1 ? 1 : 0, dtype);
            communicator.Broadcast(shared, size - 1);
            Assert.Equal(35, shared.to(ScalarType.Int64).sum().item<long>());
        }

        communicator.AllReduce(zeros(0));
        communicator.Barrier();
        Assert.Contains("is not contiguous", Assert.Throws<ArgumentException>(() => communicator.AllReduce(zeros(3, 4).t())).Message, StringComparison.Ordinal);
        Assert.Contains("not of Int32", Assert.Throws<ArgumentException>(() => communicator.AllReduce(zeros(3, ScalarType.Int32))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => communicator.Broadcast(zeros(3), size));
        Assert.Contains("starts once", Assert.Throws<InvalidOperationException>(MpiCommunicator.Start).Message, StringComparison.Ordinal);
        Console.WriteLine($"rank {rank} of {size}: ok");
    }

    /// <summary>The time of an all-reduction of one number, in milliseconds.</summary>
    private static void Latency(MpiCommunicator communicator)
    {
        const int Times = 20;
        using var number = zeros(1);
        communicator.AllReduce(number);
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < Times; i++)
            communicator.AllReduce(number);
        if (communicator.Rank == 0)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"all-reduce: {Stopwatch.GetElapsedTime(start).TotalMilliseconds / Times:f3} ms"));
    }

    /// <summary>Trains, and on rank 0 again alone on the whole batch, in double precision without dropout. The parameters of the ranks are compared at each log.</summary>
    private static void Equality(MpiCommunicator communicator, int ranks)
    {
        Assert.Equal(ranks, communicator.Size);
        const int Batch = 8;
        var options = new TrainerOptions { Steps = 100, LogEvery = 10 };
        using var run = DoublePrecision.Create();
        var result = run.Train(
            options with { Communicator = communicator },
            step => DoublePrecision.Loss(run, (step.Number - 1) * (Batch / ranks), Batch / ranks));
        if (communicator.Rank != 0)
            return;
        using var alone = DoublePrecision.Create();
        var expected = alone.Train(options, step => DoublePrecision.Loss(alone, (step.Number - 1) * Batch, Batch));
        var losses = expected.History.Training.Zip(result.History.Training, static (one, other) => Math.Abs(one.Loss - other.Loss)).Max();
        var weights = alone.Model.named_parameters().Zip(run.Model.named_parameters(), static (one, other) => (one.parameter - other.parameter).abs().max().item<double>()).Max();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"losses {losses:e1} weights {weights:e1}"));
    }

    /// <summary>A run that only a signal ends.</summary>
    private static void Endless(MpiCommunicator communicator, string folder)
    {
        using var run = new TinyRun();
        Console.WriteLine($"rank {communicator.Rank} is process {Environment.ProcessId}");
        var result = new Trainer(
            run.Model,
            run.Optimizer,
            step => run.Model.Loss(step.Random),
            new()
            {
                Steps = 10_000_000,
                Communicator = communicator,
                CheckpointFolder = folder,
                CheckpointEvery = 50,
                Resume = true,
                ResumeCommand = "the same command",
            }).Run();
        Console.WriteLine($"rank {communicator.Rank}: {result.Outcome}");
    }

    /// <summary>The steps of a second.</summary>
    private static void Throughput(MpiCommunicator communicator, int steps)
    {
        using var run = new TinyRun();
        var result = run.Train(new() { Steps = steps, Communicator = communicator });
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"rank {communicator.Rank}: {steps / result.Seconds:f1} steps/s"));
    }
}
