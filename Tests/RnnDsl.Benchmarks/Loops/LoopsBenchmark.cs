using RnnDsl.Benchmarks.Measuring;
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
    }

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
                new("TorchSharp", () => Train(module, run, input, shares)),
                new("generated", () => Train(generated, Generated, input, shares)),
                new("kernels off", () => WithoutKernels(() => Train(generated, Generated, input, shares))),
            ],
            rounds,
            turns: 3);
        generated.Dispose();
        return [cell, .. results.Select(result => Report.Time(result.Time)), Report.Ratio(results[1].Ratio), Report.Ratio(results[1].LowestRatio), Report.Ratio(results[1].HighestRatio)];

        Tensor Generated(Tensor x) => generated.forward(x).Item1;
    }

    private static void Train(nn.Module model, Func<Tensor, Tensor> run, Tensor input, Tensor shares)
    {
        using var step = NewDisposeScope();
        model.zero_grad();
        (run(input) * shares).sum().backward();
    }

    private static void WithoutKernels(Action run)
    {
        AppContext.SetSwitch("RnnDsl.Kernels", false);
        run();
        AppContext.SetSwitch("RnnDsl.Kernels", true);
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
                new("nn.LSTM", () => Train(fused, x => fused.call(x).Item1, input, shares)),
                new("generated", () => Train(generated, Generated, input, shares)),
                new("kernels off", () => WithoutKernels(() => Train(generated, Generated, input, shares))),
                new("step by step", () => Train(tutorial, tutorial.call, input, shares)),
            ],
            rounds,
            turns: 3);
        generated.Dispose();
        tutorial.Dispose();
        return
        [
            cell, .. results.Select(result => Report.Time(result.Time)), Report.Ratio(results[1].Ratio), Report.Ratio(results[1].RatioTo(results[2])),
            Report.Ratio(results[3].RatioTo(results[1])), Report.Bytes(results[1].Bytes), Report.Bytes(results[3].Bytes),
        ];

        Tensor Generated(Tensor x) => generated.forward(x).Item1;
    }
}
