using System.Reflection;
using RnnDsl.Kernels;
using RnnDsl.Runtime.Tests.Distributed;
using RnnDsl.Runtime.Tests.Kernels.Loops;
using RnnDsl.Runtime.Tests.Playground;
using RnnDsl.Runtime.Tests.Training;
using Xunit;
using Xunit.Sdk;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>
/// The program of this assembly, for tests that need a process of their own: the tests of the kernels, in an environment that turns vector instructions off (the runner of xunit would look at
/// every test of the assembly, for longer than these take), and the programs that the first argument names.
/// </summary>
internal static class KernelTestProgram
{
    private static readonly Type[] Classes =
    [
        typeof(LaneTests), typeof(LaneFunctionTests), typeof(ProductTests), typeof(KernelPartitionTests), typeof(KernelRunnerTests), typeof(CpuKernelsTests), typeof(StreamProductTests), typeof(RowProductsTests),
    ];

    /// <summary>The argument with which the passes of <see cref="InliningTests"/> run instead of the tests.</summary>
    public const string Passes = "passes";

    /// <summary>Prints the failures, the bits of the vectors and the number of tests; the exit code is the number of failures.</summary>
    public static int Main(string[] arguments)
    {
        if (arguments is [RankProgram.Name, .. var scenario])
            return RankProgram.Run(scenario);
        if (arguments is [LongSequenceProgram.Name, .. var options])
            return LongSequenceProgram.Run(options);
        if (arguments is [LoopMemoryProgram.Name, .. var pass])
            return LoopMemoryProgram.Run(pass);
        if (arguments is [LoopProgram.Interrupted, var folder])
            return LoopProgram.RunInterrupted(folder);
        if (arguments is [LoopProgram.FirstStep])
            return LoopProgram.RunFirstStep();
        if (arguments is [LoopProgram.Waits])
            return LoopProgram.RunWaits();
        if (arguments is [TranslatorRun.Name, var weights])
            return TranslatorRun.Write(weights);
        if (arguments is [Passes])
        {
            InliningTests.RunPasses();
            return 0;
        }

        LaneFunctionTests.IsThin = true;
        var (tests, failures) = (0, 0);
        foreach (var type in Classes)
        {
            foreach (var method in type.GetMethods().Where(static method => method.IsDefined(typeof(FactAttribute))))
            {
                var rows = method.IsDefined(typeof(TheoryAttribute)) ? method.GetCustomAttributes<DataAttribute>().SelectMany(data => data.GetData(method)) : [[]];
                foreach (var row in rows)
                {
                    tests++;
                    try
                    {
                        method.Invoke(Activator.CreateInstance(type), BindingFlags.DoNotWrapExceptions, null, row, null);
                    }
#pragma warning disable CA1031 // The parent process reports it.
                    catch (Exception exception)
#pragma warning restore CA1031
                    {
                        failures++;
                        Console.WriteLine($"{type.Name}.{method.Name}({string.Join(", ", row)}): {exception}");
                    }
                }
            }
        }

        Console.WriteLine($"{CpuKernels.VectorBits} bits, {tests} tests, {failures} failures");
        return failures;
    }
}
