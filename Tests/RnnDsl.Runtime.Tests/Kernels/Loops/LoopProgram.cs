using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RnnDsl.Runtime.Tests.Training;
using RnnDsl.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>Processes that train a layer with kernels: to be interrupted, to run side by side, and to have their code listed and their threads' waits measured.</summary>
internal static class LoopProgram
{
    /// <summary>The argument of the program with which a step is interrupted by Ctrl-C; the folder of the checkpoints follows.</summary>
    public const string Interrupted = "interrupted-loop";

    /// <summary>The argument of the program that takes its first step and prints how much processor time it took.</summary>
    public const string FirstStep = "first-step";

    /// <summary>The argument of the program that prints how much processor time libtorch's threads take while nothing is computed, after each of its operations.</summary>
    public const string Waits = "openmp-waits";

    private const int Interrupt = 2;

    public static int RunInterrupted(string folder)
    {
        manual_seed(1);
        using var model = new LongSequenceModel();
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        var input = randn(8, 200, 4);
        var result = new Trainer(
            model,
            optimizer,
            step =>
            {
                // The signal comes while the kernels compute the step.
                if (step.Number == 3)
                    new Thread(static () => _ = Kill(Environment.ProcessId, Interrupt)).Start();
                return model.call(input).Output.square().mean();
            },
            new() { Steps = 1000, CheckpointFolder = folder }).Run();
        Console.WriteLine($"outcome {result.Outcome}, signal {result.Signal}");
        return 0;
    }

    public static int RunFirstStep()
    {
        set_num_threads(1);
        manual_seed(1);
        using var scope = NewDisposeScope();
        using var model = new LongSequenceModel();
        using var peepholes = new LongPeepholes();
        var input = randn(4, 8, 4);

        // What both paths need is compiled before.
        nn.functional.linear(input, randn(3, 4).requires_grad_()).sum().backward();
        using var process = Process.GetCurrentProcess();
        foreach (var step in new Func<Tensor>[] { () => model.call(input).Output, () => peepholes.call(input).Output })
        {
            process.Refresh();
            var before = process.TotalProcessorTime;
            step().sum().backward();
            process.Refresh();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(process.TotalProcessorTime - before).TotalMilliseconds:f0}"));
        }

        return 0;
    }

    public static int RunWaits()
    {
        const int Operations = 30;
        const int Milliseconds = 20;
        set_num_threads(2);
        using var scope = NewDisposeScope();
        using var model = new LongSequenceModel();
        model.call(randn(16, 200, 4)).Output.sum().backward();
        var values = empty(1 << 17);
        Thread.Sleep(10 * Milliseconds);
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Operations; i++)
        {
            values.fill_(1);
            Thread.Sleep(Milliseconds);
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Operations:f3}"));
        return 0;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
