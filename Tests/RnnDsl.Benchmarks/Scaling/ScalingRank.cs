using System.Diagnostics;
using System.Globalization;
using Spectre.Console;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Scaling;

/// <summary>A rank of <see cref="ScalingBenchmark"/>: trains lab 1's network, and times the collective operation. Rank 0 prints.</summary>
internal static class ScalingRank
{
    /// <summary>The name of the command line.</summary>
    public const string Name = "scaling-rank";

    private const int WarmUp = 4;

    /// <summary>Bytes of the tensors that are summed.</summary>
    private static readonly int[] Sizes = [1 << 10, 1 << 14, 1 << 18, 1 << 20, 1 << 22, 1 << 24];

    public static void Run(NetworkSizes sizes, int steps)
    {
        using var communicator = MpiCommunicator.Start();
        manual_seed(1);
        using var model = new LstmModel(sizes.Vocabulary, sizes.Embedding, sizes.Hidden);
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        var batch = sizes.Batch / communicator.Size;
        Train(WarmUp);
        var result = Train(steps);
        Print($"tokens per second {(double)sizes.Batch * sizes.Time * steps / result.Seconds:f1}");
        Print($"communication share {result.CommunicationSeconds / result.Seconds:f5}");
        if (communicator.Size == 1)
            return;
        foreach (var bytes in Sizes)
            Print($"all-reduce {bytes} {AllReduce(communicator, bytes):e4}");

        TrainingResult Train(int count) => new RnnDsl.Training.Trainer(model, optimizer, Loss, new()
        {
            Steps = count,
            ClipNorm = 5,
            LogEvery = count,
            Communicator = communicator,
            Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) }),
        }).Run();

        Tensor Loss(TrainingStep step)
        {
            var tokens = randint(sizes.Vocabulary, [batch, sizes.Time + 1], dtype: ScalarType.Int64);
            var scores = model.call(tokens.narrow(1, 0, sizes.Time)).Output;
            return nn.functional.cross_entropy(scores.flatten(0, 1), tokens.narrow(1, 1, sizes.Time).flatten());
        }

        void Print(FormattableString line)
        {
            if (communicator.Rank == 0)
                Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The seconds of an all-reduce: the median of many.</summary>
    private static double AllReduce(MpiCommunicator communicator, int bytes)
    {
        using var tensor = ones(bytes / sizeof(float));
        var times = new List<double>();
        for (var i = 0; i < 60; i++)
        {
            communicator.Barrier();
            var started = Stopwatch.GetTimestamp();
            communicator.AllReduce(tensor);
            times.Add(Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return Measuring.Statistics.Median(times[10..]);
    }
}
