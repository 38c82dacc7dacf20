using System.Globalization;
using RnnDsl.Runtime.Tests.Examples;
using RnnDsl.Runtime.Tests.Training;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>Processes with kernels: side by side, interrupted during a step, and the code that they compile.</summary>
[Collection(nameof(LoopMemoryTests))]
public sealed class LoopProcessTests : IDisposable
{
    /// <summary>The processor time that kernels may add to the first step.</summary>
    private const double Milliseconds = 100;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Two_processes_that_train_side_by_side_get_the_result_of_one()
    {
        var alone = LossOf(await Train());
        var both = await Task.WhenAll(Train(), Train());
        Assert.All(both, output => Assert.Equal(alone, LossOf(output)));

        static Task<string> Train() => KernelTestProcess.Run([LongSequenceProgram.Name, "2000"], []);

        static string LossOf(string output) => output[output.LastIndexOf("loss", StringComparison.Ordinal)..];
    }

    [UnixFact]
    public async Task Ctrl_C_during_a_step_ends_it_and_saves_a_checkpoint()
    {
        var output = await KernelTestProcess.Run([LoopProgram.Interrupted, _folder["checkpoints"]], []);
        Assert.Contains("outcome Interrupted, signal SIGINT", output, StringComparison.Ordinal);
        Assert.NotEmpty(Directory.GetFileSystemEntries(_folder["checkpoints"]));
    }

    [Fact]
    public async Task Emitted_passes_contain_no_call()
    {
        var listing = _folder["listing.txt"];
        await KernelTestProcess.Run([LoopProgram.FirstStep], [("DOTNET_JitDisasm", "Pass*"), ("DOTNET_JitStdOutFile", listing), ("DOTNET_TieredPGO", "0")]);
        var passes = (await File.ReadAllTextAsync(listing)).Split("; Assembly listing for method ", StringSplitOptions.None)[1..]
            .Where(static method => method.StartsWith("RnnDsl.", StringComparison.Ordinal) && method[..method.IndexOf('\n', StringComparison.Ordinal)].Contains("WholeLanes", StringComparison.Ordinal)).ToList();
        Assert.Contains(passes, static pass => pass.Contains("ForwardKernel:Pass", StringComparison.Ordinal));
        Assert.Contains(passes, static pass => pass.Contains("BackwardKernel:Pass", StringComparison.Ordinal));
        Assert.All(passes, static pass => Assert.DoesNotContain("call ", pass, StringComparison.Ordinal));
    }

    [Fact]
    public async Task First_step_is_hardly_later_than_without_kernels()
    {
        var (with, without) = (await FirstSteps("on"), await FirstSteps("off"));
        Assert.All(with.Zip(without), pair => Assert.True(pair.First - pair.Second <= Milliseconds, $"The first step takes {pair.First} ms, and {pair.Second} ms without kernels."));

        // Other work on the machine makes it longer: the shortest of three.
        static async Task<double[]> FirstSteps(string kernels)
        {
            var (first, second, third) = (await FirstStep(kernels), await FirstStep(kernels), await FirstStep(kernels));
            return [.. first.Select((time, i) => Math.Min(time, Math.Min(second[i], third[i])))];
        }

        static async Task<double[]> FirstStep(string kernels) =>
            [.. (await KernelTestProcess.Run([LoopProgram.FirstStep], [("RNNDSL_KERNELS", kernels)])).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(static line => double.Parse(line, CultureInfo.InvariantCulture))];
    }

    /// <summary>Processor time: other work on the machine does not change it.</summary>
    [Fact]
    public async Task Threads_of_OpenMP_wait_actively_for_a_moment_only_once_kernels_have_threads()
    {
        if (!OperatingSystem.IsLinux() || Environment.ProcessorCount < 2)
            return;

        // The default number of turns; with the variable set, the library changes nothing.
        var (unchanged, shortened) = (await Wait("300000"), await Wait(""));
        Assert.True(shortened < unchanged / 4, $"After an operation the threads wait actively for {shortened} ms, and for {unchanged} ms by default.");

        static async Task<double> Wait(string turns) =>
            double.Parse(await KernelTestProcess.Run([LoopProgram.Waits], [("OMP_WAIT_POLICY", ""), ("GOMP_SPINCOUNT", turns)]), CultureInfo.InvariantCulture);
    }

    public void Dispose() => _folder.Dispose();
}
