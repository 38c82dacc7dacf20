using System.Diagnostics;
using System.Globalization;
using RnnDsl.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Runtime.Tests.Training;

/// <summary>A process that takes one training step over a very long sequence, and prints its largest size.</summary>
internal static class LongSequenceProgram
{
    /// <summary>The argument of the program with which it runs.</summary>
    public const string Name = "long-sequence";

    public static int Run(string[] arguments)
    {
        set_num_threads(1);
        var time = long.Parse(arguments[0], CultureInfo.InvariantCulture);
        int? segments = arguments is [_, var count] ? int.Parse(count, CultureInfo.InvariantCulture) : null;
        manual_seed(1);
        using var model = new LongSequenceModel();
        using var optimizer = optim.Adam(model.parameters(), 1e-3);
        var input = randn(1, time, 4);
        var watch = Stopwatch.StartNew();
        var result = new Trainer(model, optimizer, _ => model.InSegments(input, segments).Output.square().mean(), new() { Steps = 1, HandleSignals = false }).Run();
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak {process.PeakWorkingSet64} bytes, {watch.Elapsed.TotalSeconds:f1} s, loss {result.History.Training[^1].Loss:f4}"));
        return 0;
    }
}

[SequenceModel, Features(4), Lstm(128, LayerNorm = true), Linear(1)]
public partial class LongSequenceModel;
