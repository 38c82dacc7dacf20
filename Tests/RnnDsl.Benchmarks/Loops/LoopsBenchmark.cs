using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Runtime.Tests;
using RnnDsl.Runtime.Tests.Kernels;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Loops;

/// <summary>
/// A layer whose cell no fused kernel computes, forward and backward: the generated loop against the fused nn.LSTM of the same sizes, which computes
/// something simpler, and against the same cell written step by step.
/// </summary>
internal static class LoopsBenchmark
{
    /// <summary>One where the products take the time, and one where the calls do.</summary>
    public static readonly LayerSizes[] Article = [new(Batch: 64, Time: 100, Hidden: 256), new(Batch: 8, Time: 200, Hidden: 128)];

    public static void Run(LayerSizes sizes, int rounds)
    {
        Report.Heading($"loops: a layer forward and backward, batch × steps × hidden {sizes}");
        var hidden = sizes.Hidden;
        Report.Print(
            ["cell", "nn.LSTM", "generated", "kernels off", "step by step", "generated / nn.LSTM", "generated / kernels off", "step by step / generated", "bytes a step", "of step by step"],
            [
                Compare<LayerNormLstm, LayerNormLstm.State>("LayerNorm LSTM", new(hidden), new TutorialLayerNorm(hidden), sizes, rounds),
                Compare<ZoneoutLstm, ZoneoutLstm.State>("Zoneout LSTM", new(hidden), new TutorialZoneout(hidden, 0.1), sizes, rounds),
                Compare<PeepholeLstm, PeepholeLstm.State>("Peephole LSTM", new(hidden), new TutorialPeephole(hidden), sizes, rounds),
                Compare<RecurrentDropoutLstm, RecurrentDropoutLstm.State>("RecurrentDropout LSTM", new(hidden), new TutorialRecurrentDropout(hidden, 0.3), sizes, rounds),
                Compare<ChoGru, ChoGru.State>("Cho GRU", new(hidden), new TutorialChoGru(hidden), sizes, rounds),
            ]);

        using var scope = NewDisposeScope();
        var (lstm, gru, rnn) = (nn.LSTM(hidden, hidden, batchFirst: true), nn.GRU(hidden, hidden, batchFirst: true), nn.RNN(hidden, hidden, batchFirst: true));
        Report.Print(
            ["cell", "TorchSharp", "generated", "kernels off", "generated / TorchSharp", "lowest", "highest"],
            [
                CompareFused<LstmLayer, LstmLayer.State>("nn.LSTM", new(hidden), lstm, x => lstm.call(x).Item1, sizes, rounds),
                CompareFused<GruLayer, GruLayer.State>("nn.GRU", new(hidden), gru, x => gru.call(x).Item1, sizes, rounds),
                CompareFused<RnnLayer, RnnLayer.State>("nn.RNN", new(hidden), rnn, x => rnn.call(x).Item1, sizes, rounds),
            ]);
        if (OperatingSystem.IsLinux() && KernelChoice.UsesOneDnn)
        {
            KernelChoice.SetOneDnn(false);
            Report.Print(
                ["cell, oneDNN off", "TorchSharp", "generated", "kernels off", "generated / TorchSharp", "lowest", "highest"],
                [CompareFused<LstmLayer, LstmLayer.State>("nn.LSTM", new(hidden), lstm, x => lstm.call(x).Item1, sizes, rounds)]);
            KernelChoice.SetOneDnn(true);
        }

        Report.Print(
            ["inference", "nn.LSTM", "generated", "kernels off", "generated / nn.LSTM", "lowest", "highest"],
            [
                Infer<LayerNormLstm, LayerNormLstm.State>("LayerNorm LSTM", new(hidden), sizes, rounds),
                Infer<PeepholeLstm, PeepholeLstm.State>("Peephole LSTM", new(hidden), sizes, rounds),
            ]);
        if (NativeMemory.TellsAllocations)
        {
            var (kept, withoutKernels) = (KeptBytes(hidden, sizes), KernelSwitch.Off(() => KeptBytes(hidden, sizes)));
            JsonRecord.Metric("keptMemory" + NumberOf(sizes), kept / withoutKernels);
            Report.Print(
                ["bytes held for the backward pass", "generated", "kernels off", "generated / kernels off"],
                [["LayerNorm LSTM", Report.Bytes(kept), Report.Bytes(withoutKernels), Report.Ratio(kept / withoutKernels)]]);
        }
    }

    /// <summary>The bytes of libtorch's tensors that the graph of a LayerNorm LSTM holds between the forward and the backward pass, the output among them.</summary>
    private static double KeptBytes(int hidden, LayerSizes sizes)
    {
        using var scope = NewDisposeScope();
        using var model = new LayerNormLstm(hidden);
        var input = randn([sizes.Batch, sizes.Time, sizes.Hidden]).requires_grad_();
        model.forward(input).Output.Dispose();
        var before = NativeMemory.InUse();
        using var output = model.forward(input).Output;
        return NativeMemory.InUse() - before;
    }

    /// <summary>A layer without gradients.</summary>
    private static string[] Infer<TModel, TState>(string cell, TModel generated, LayerSizes sizes, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var fused = nn.LSTM(sizes.Hidden, sizes.Hidden, batchFirst: true);
        var input = randn([sizes.Batch, sizes.Time, sizes.Hidden]);
        generated.eval();
        fused.eval();
        var results = Race.Run(
            cell + ", inference",
            [new("nn.LSTM", () => Run(x => fused.call(x).Item1)), new("generated", () => Run(Generated)), new("kernels off", () => KernelSwitch.Off(() => Run(Generated)))],
            rounds,
            turns: 3);
        generated.Dispose();
        JsonRecord.Metric($"{KeyOf(cell)}Inference{sizes.Batch}", results[1].Ratio);
        return [cell, .. results.Select(result => Report.Time(result.Time)), Report.Ratio(results[1].Ratio), Report.Ratio(results[1].LowestRatio), Report.Ratio(results[1].HighestRatio)];

        Tensor Generated(Tensor x) => generated.forward(x).Item1;

        void Run(Func<Tensor, Tensor> run)
        {
            using var call = NewDisposeScope();
            run(input);
        }
    }

    /// <summary>The end of a name in the record that has none for the first sizes.</summary>
    private static string NumberOf(LayerSizes sizes) => sizes == Article[0] ? "" : FormattableString.Invariant($"{sizes.Batch}");

    /// <summary>The name of a cell in the record: layerNorm for LayerNorm LSTM, gru for nn.GRU.</summary>
    private static string KeyOf(string cell) => cell switch
    {
        ['n', 'n', '.', .. var module] => module.ToLowerInvariant(),
        _ => char.ToLowerInvariant(cell[0]) + cell[1..cell.LastIndexOf(' ')],
    };

    /// <summary>A cell that TorchSharp has a module for.</summary>
    private static string[] CompareFused<TModel, TState>(string cell, TModel generated, nn.Module module, Func<Tensor, Tensor> run, LayerSizes sizes, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        using var scope = NewDisposeScope();
        var input = randn([sizes.Batch, sizes.Time, sizes.Hidden]).requires_grad_();
        var shares = randn(sizes.Batch, sizes.Time, sizes.Hidden);
        using (no_grad())
        {
            foreach (var ((_, to), (_, from)) in module.named_parameters().Zip(generated.named_parameters()))
            {
                to.copy_(from);
            }
        }

        Agreement.Check($"The generated layer and {cell}", Generated, run, input, shares);
        var results = Race.Run(
            cell,
            [
                new("TorchSharp", () => LayerTraining.Step(module, run, input, shares)),
                new("generated", () => LayerTraining.Step(generated, Generated, input, shares)),
                new("kernels off", () => KernelSwitch.Off(() => LayerTraining.Step(generated, Generated, input, shares))),
            ],
            rounds,
            turns: 3);
        generated.Dispose();
        JsonRecord.Metric(cell == "nn.LSTM" && !KernelChoice.UsesOneDnn ? "lstmWithoutOneDnn" + NumberOf(sizes) : $"{KeyOf(cell)}Training{sizes.Batch}", results[1].Ratio);
        return [cell, .. results.Select(result => Report.Time(result.Time)), Report.Ratio(results[1].Ratio), Report.Ratio(results[1].LowestRatio), Report.Ratio(results[1].HighestRatio)];

        Tensor Generated(Tensor x) => generated.forward(x).Item1;
    }

    private static string[] Compare<TModel, TState>(string cell, TModel generated, TutorialLayer tutorial, LayerSizes sizes, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        using var scope = NewDisposeScope();
        using var fused = nn.LSTM(sizes.Hidden, sizes.Hidden, batchFirst: true);
        tutorial.Load(generated);
        var input = randn([sizes.Batch, sizes.Time, sizes.Hidden]).requires_grad_();
        var shares = randn(sizes.Batch, sizes.Time, sizes.Hidden);

        // Masks are drawn in another order by each; without them the two must agree.
        generated.eval();
        tutorial.eval();
        Agreement.Check($"The generated {cell} and the one written step by step", Generated, tutorial.call, input, shares);
        generated.train();
        tutorial.train();

        var results = Race.Run(
            cell,
            [
                new("nn.LSTM", () => LayerTraining.Step(fused, x => fused.call(x).Item1, input, shares)),
                new("generated", () => LayerTraining.Step(generated, Generated, input, shares)),
                new("kernels off", () => KernelSwitch.Off(() => LayerTraining.Step(generated, Generated, input, shares))),
                new("step by step", () => LayerTraining.Step(tutorial, tutorial.call, input, shares)),
            ],
            rounds,
            turns: 3);
        generated.Dispose();
        tutorial.Dispose();
        JsonRecord.Metric($"{KeyOf(cell)}Training{sizes.Batch}", results[1].Ratio);
        return
        [
            cell, .. results.Select(result => Report.Time(result.Time)), Report.Ratio(results[1].Ratio), Report.Ratio(results[1].RatioTo(results[2])),
            Report.Ratio(results[3].RatioTo(results[1])), Report.Bytes(results[1].Bytes), Report.Bytes(results[3].Bytes),
        ];

        Tensor Generated(Tensor x) => generated.forward(x).Item1;
    }
}
