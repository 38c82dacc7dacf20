using System.Diagnostics;
using System.Globalization;
using RnnDsl.Runtime.Tests.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Kernels.Loops;

/// <summary>A process that runs one forward pass over a long sequence, and prints its largest size in bytes.</summary>
internal static class LoopMemoryProgram
{
    /// <summary>The argument of the program with which it runs.</summary>
    public const string Name = "loop-memory";

    /// <param name="arguments">Whether the layer has layer normalisation, the number of steps, and whether autograd records the pass.</param>
    public static int Run(string[] arguments)
    {
        set_num_threads(1);
        using var recorded = set_grad_enabled(bool.Parse(arguments[2]));
        using var normed = new LongSequenceModel();
        using var peepholes = new LongPeepholes();
        using var input = randn(1, long.Parse(arguments[1], CultureInfo.InvariantCulture), 4);
        using var scope = NewDisposeScope();
        var output = bool.Parse(arguments[0]) ? normed.call(input).Output : peepholes.call(input).Output;
        var sum = output.sum().ToSingle();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{process.PeakWorkingSet64}"));
        return float.IsFinite(sum) ? 0 : 1;
    }
}

[SequenceModel, Features(4), Lstm(128, Peepholes = true), Linear(1)]
public partial class LongPeepholes;
