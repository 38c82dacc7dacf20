using System.Globalization;
using System.Text.RegularExpressions;
using RnnDsl.Distributed;
using RnnDsl.Runtime.Tests.Examples;
using RnnDsl.Training;
using Xunit;

namespace RnnDsl.Runtime.Tests.Distributed;

/// <summary>Ranks that mpirun starts: equal results, signals, and a rank that is killed.</summary>
[Collection(nameof(MpiTests))]
public sealed partial class MpiTests
{
    [MpiFact]
    public async Task Collective_operations_reach_all_ranks()
    {
        var output = await Mpi.Run(3, "collectives");
        Assert.All(Enumerable.Range(0, 3), rank => Assert.Contains($"rank {rank} of 3: ok", output, StringComparison.Ordinal));
    }

    [MpiFact]
    public async Task Two_ranks_equal_one_process() => await Equal(2);

    [Trait("Category", "Long")]
    [MpiFact]
    public async Task Four_ranks_equal_one_process() => await Equal(4);

    [Trait("Category", "Long")]
    [TwoHostsFact]
    public async Task Two_hosts_equal_one_process()
    {
        using var hosts = new TwoHosts();
        using (var run = Mpi.Start(hosts.Launcher, typeof(RankProgram).Assembly.Location, RankProgram.Name, "equality", "2"))
        {
            Assert.True(await run.End() == 0, run.Output);
            AssertEqual(run.Output);
        }

        // The link is what it says.
        using var latency = Mpi.Start(hosts.Launcher, typeof(RankProgram).Assembly.Location, RankProgram.Name, "latency");
        Assert.True(await latency.End() == 0, latency.Output);
        Assert.True(double.Parse(AllReduction().Match(latency.Output).Groups[1].Value, CultureInfo.InvariantCulture) >= TwoHosts.Delay.TotalMilliseconds, latency.Output);
    }

    [Trait("Category", "Long")]
    [MpiFact]
    public async Task A_killed_rank_ends_all_with_the_command_to_resume_and_SIGUSR1_saves()
    {
        using var folder = new TemporaryFolder();
        using (var run = Start())
        {
            await run.Until("step 100/");
            Mpi.Signal("KILL", int.Parse(RankOne().Match(run.Output).Groups[1].Value, CultureInfo.InvariantCulture));
            Assert.NotEqual(0, await run.End());
            Assert.Matches(@"SIGTERM while rank 0 waits for the other ranks in step \d+: one of them has ended\. The checkpoint of step \d+ in .* is kept\. Resume with: the same command", run.Output);
        }

        using (var run = Start())
        {
            await run.Until("Resuming after step");
            await run.Until("step 200/");
            run.Signal("USR1");
            Assert.Equal(0, await run.End());
            Assert.Contains("SIGUSR1: saving a checkpoint.", run.Output, StringComparison.Ordinal);
            Assert.Contains("rank 0: Interrupted", run.Output, StringComparison.Ordinal);
            Assert.Contains("rank 1: Interrupted", run.Output, StringComparison.Ordinal);
            var saved = int.Parse(Stopped().Match(run.Output).Groups[1].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
            Assert.Equal($"step-{saved:D8}", (await File.ReadAllTextAsync(Path.Combine(folder.Path, "latest"))).Trim());
        }

        Mpi Start() => Mpi.Start(2, typeof(RankProgram).Assembly.Location, RankProgram.Name, "endless", folder.Path);
    }

    [Trait("Category", "Long")]
    [MpiFact]
    public async Task An_example_trains_on_two_ranks_and_only_one_prints_and_writes()
    {
        using var folder = new TemporaryFolder();
        var play = folder["play.txt"];
        await File.WriteAllTextAsync(play, string.Concat(Enumerable.Repeat("To be, or not to be, that is the question.\n", 60)));
        string[] options = ["shakespeare", "--distributed", "--data", play, "--steps", "4", "--batch", "4", "--sequence", "10", "--log-every", "2", "--eval-every", "4", "--length", "5", "--out", folder["run"]];
        using var run = Mpi.Start(2, ExampleProcess.Program + ".dll", options);
        Assert.True(await run.End() == 0, run.Output);
        Assert.Single(Regex.Matches(run.Output, "step 4/4"));
        Assert.Contains("\"ranks\": 2", await File.ReadAllTextAsync(folder["run/results.json"]), StringComparison.Ordinal);

        using var more = Mpi.Start(2, ExampleProcess.Program + ".dll", [.. options.Select(static option => option == "4" ? "6" : option), "--resume"]);
        Assert.NotEqual(0, await more.End());
        Assert.Contains("batch was 4 and is now 6", more.Output, StringComparison.Ordinal);
    }

    [WithoutMpiFact]
    public void Without_Open_MPI_the_error_says_what_to_install() =>
        Assert.Contains("apt-get install openmpi-bin", Assert.Throws<DistributedException>(MpiCommunicator.Start).Message, StringComparison.Ordinal);

    private static async Task Equal(int ranks) => AssertEqual(await Mpi.Run(ranks, "equality", ranks.ToString(CultureInfo.InvariantCulture)));

    private static void AssertEqual(string output)
    {
        var differences = Differences().Match(output);
        Assert.True(differences.Success, output);
        Assert.All(differences.Groups.Values.Skip(1), static number => Assert.True(double.Parse(number.Value, CultureInfo.InvariantCulture) < 1e-9, number.Value));
    }

    [GeneratedRegex("rank 1 is process ([0-9]+)")]
    private static partial Regex RankOne();

    [GeneratedRegex("Stopped after step ([0-9,]+) of")]
    private static partial Regex Stopped();

    [GeneratedRegex(@"all-reduce: (\d+\.\d+) ms")]
    private static partial Regex AllReduction();

    [GeneratedRegex("losses (\\S+) weights (\\S+)")]
    private static partial Regex Differences();
}
