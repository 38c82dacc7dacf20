using RnnDsl.Benchmarks.Loops;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Runtime.Tests;
using RnnDsl.Torch;
using RnnDsl.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Scaling;

/// <summary>A long sequence in segments against one call: time forward and backward, and the bytes held between the two.</summary>
internal static class SegmentsBenchmark
{
    /// <summary>One long sequence, whose products of one row take as long forward as backward, and several.</summary>
    private static readonly (LayerSizes Sizes, string Key)[] Article = [(new(Batch: 1, Time: 10_000, Hidden: 128), ""), (new(Batch: 16, Time: 4_000, Hidden: 128), "16")];

    public static void Run(int rounds)
    {
        foreach (var (sizes, key) in Article)
            Run(sizes, key, rounds);
    }

    private static void Run(LayerSizes sizes, string key, int rounds)
    {
        Report.Heading($"segments: long sequences in segments, batch × steps × hidden {sizes}");
        Report.Print(
            ["cell", "one call", "segments", "ratio of times", "lowest", "highest", "bytes, one call", "bytes, segments", "ratio of bytes"],
            [
                Compare<LayerNormLstm, LayerNormLstm.State>("LayerNorm LSTM", "segments", key, new(sizes.Hidden), sizes, rounds),
                Compare<MinGruLayer, MinGruLayer.State>("minGRU", "segmentsSweep", key, new(sizes.Hidden), sizes, rounds),
            ]);
    }

    private static string[] Compare<TModel, TState>(string cell, string metric, string key, TModel model, LayerSizes sizes, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        using var scope = NewDisposeScope();
        var input = randn([sizes.Batch, sizes.Time, sizes.Hidden]).requires_grad_();
        var shares = randn(sizes.Batch, sizes.Time, sizes.Hidden);
        Func<Tensor, Tensor> whole = x => model.forward(x).Output;
        Func<Tensor, Tensor> parts = x => model.InSegments(x).Output;
        Agreement.Check($"The {cell} in segments and in one call", parts, whole, input, shares);
        var (wholeBytes, partBytes) = (Bytes(whole), Bytes(parts));
        var results = Race.Run(
            cell,
            [new("one call", () => LayerTraining.Step(model, whole, input, shares)), new("segments", () => LayerTraining.Step(model, parts, input, shares))],
            rounds,
            turns: 1);
        JsonRecord.Metric(metric + "Time" + key, results[1].Ratio);
        JsonRecord.Metric(metric + "Memory" + key, partBytes / wholeBytes);
        model.Dispose();
        return
        [
            cell, .. results.Select(result => Report.Time(result.Time)), Report.Ratio(results[1].Ratio), Report.Ratio(results[1].LowestRatio), Report.Ratio(results[1].HighestRatio),
            Report.Bytes(wholeBytes), Report.Bytes(partBytes), Report.Ratio(partBytes / wholeBytes),
        ];

        // Held between the forward and the backward pass, the output among them.
        double Bytes(Func<Tensor, Tensor> run)
        {
            run(input).Dispose();
            var before = NativeMemory.InUse();
            using var output = run(input);
            return NativeMemory.InUse() - before;
        }
    }
}
