using System.Diagnostics;
using System.Globalization;
using RnnDsl.Benchmarks.Measuring;

namespace RnnDsl.Benchmarks.Scaling;

/// <summary>
/// Lab 1's training in one process with two threads, against two ranks with one thread each at the same global batch; how long ranks wait for each other, and how long an all-reduce
/// takes. Each run is a process of its own, in turns.
/// </summary>
internal static class ScalingBenchmark
{
    private const int Steps = 30;

    public static void Run(NetworkSizes sizes, int rounds)
    {
        Report.Heading($"scaling: {sizes}");
        var (ratios, shares) = (new List<double>(), new List<double>());
        var reductions = new Dictionary<int, List<double>>();
        var (one, two) = (new List<double>(), new List<double>());
        for (var round = 0; round < rounds; round++)
        {
            var alone = Start(sizes, ranks: 1, threads: 2);
            var shared = Start(sizes, ranks: 2, threads: 1);
            one.Add(Number(alone, "tokens per second "));
            two.Add(Number(shared, "tokens per second "));
            ratios.Add(two[^1] / one[^1]);
            shares.Add(Number(shared, "communication share "));
            foreach (var line in shared.Where(static line => line.StartsWith("all-reduce ", StringComparison.Ordinal)))
            {
                var parts = line.Split(' ');
                var bytes = int.Parse(parts[1], CultureInfo.InvariantCulture);
                reductions.TryAdd(bytes, []);
                reductions[bytes].Add(double.Parse(parts[2], CultureInfo.InvariantCulture));
            }
        }

        Report.Print(
            ["training", "tokens/s", "ratio", "lowest", "highest", "communication"],
            [
                ["1 process, 2 threads", Rate(one), "1.000", "", "", ""],
                ["2 ranks, 1 thread each", Rate(two), Report.Ratio(Statistics.Median(ratios)), Report.Ratio(ratios.Min()), Report.Ratio(ratios.Max()), Statistics.Median(shares).ToString("p1", CultureInfo.InvariantCulture)],
            ]);
        Report.Print(
            ["all-reduce, 2 ranks", "time", "GB/s"],
            reductions.Select(static pair => new[]
            {
                $"{pair.Key / 1024} KiB", Report.Time(TimeSpan.FromSeconds(Statistics.Median(pair.Value))), (pair.Key / Statistics.Median(pair.Value) / 1e9).ToString("f2", CultureInfo.InvariantCulture),
            }));
        JsonRecord.Metric("throughput2Ranks", Statistics.Median(ratios));
        JsonRecord.Metric("communicationShare", Statistics.Median(shares));
        foreach (var (bytes, times) in reductions)
            JsonRecord.Metric($"allReduceSeconds{bytes / 1024}KiB", Statistics.Median(times));

        static string Rate(List<double> rates) => Statistics.Median(rates).ToString("n0", CultureInfo.InvariantCulture);
    }

    private static string[] Start(NetworkSizes sizes, int ranks, int threads)
    {
        string[] program = ["dotnet", typeof(ScalingBenchmark).Assembly.Location, ScalingRank.Name];
        string[] options = ["--vocabulary", Text(sizes.Vocabulary), "--embedding", Text(sizes.Embedding), "--hidden", Text(sizes.Hidden), "--batch", Text(sizes.Batch), "--time", Text(sizes.Time), "--rounds", Text(Steps), "--threads", Text(threads)];
        string[] command = [.. ranks == 1 ? [] : new[] { "mpirun", "-n", Text(ranks) }, .. program, .. options];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        start.Environment["OMP_NUM_THREADS"] = Text(threads);

        // In a container everything runs as root.
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output.Split('\n', StringSplitOptions.TrimEntries) : throw new InvalidOperationException($"{string.Join(' ', command)} failed:\n{output}");

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static double Number(string[] output, string label) =>
        double.Parse(output.First(line => line.Contains(label, StringComparison.Ordinal)).Split(label)[1], CultureInfo.InvariantCulture);
}
