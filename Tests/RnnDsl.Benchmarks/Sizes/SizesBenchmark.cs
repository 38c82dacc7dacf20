using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Runtime.Tests.Kernels;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Sizes;

/// <summary>Layers of many kinds and sizes, forward and backward: with their kernels against libtorch's operations alone. No layer of any size may be slower with them.</summary>
internal static class SizesBenchmark
{
    /// <summary>From where a step is the calls to where it is the products.</summary>
    public static readonly LayerSizes[] Article =
    [
        new(Batch: 8, Time: 10, Hidden: 16), new(Batch: 8, Time: 50, Hidden: 64), new(Batch: 8, Time: 200, Hidden: 128), new(Batch: 8, Time: 200, Hidden: 512),
        new(Batch: 64, Time: 10, Hidden: 64), new(Batch: 64, Time: 50, Hidden: 128), new(Batch: 64, Time: 100, Hidden: 256), new(Batch: 64, Time: 200, Hidden: 512),
    ];

    // A turn takes about this long at least, whatever the size.
    private const double ShortestTurn = 0.05;

    public static void Run(IReadOnlyList<LayerSizes> sizes, int rounds)
    {
        Report.Heading("sizes: layers forward and backward, the time of that without kernels");
        (string Name, Func<int, LayerSizes, double> Ratio)[] layers =
        [
            ("LSTM", (hidden, layer) => Ratio<LstmLayer, LstmLayer.State>("LSTM", new(hidden), layer, rounds)),
            ("GRU", (hidden, layer) => Ratio<GruLayer, GruLayer.State>("GRU", new(hidden), layer, rounds)),
            ("Elman", (hidden, layer) => Ratio<RnnLayer, RnnLayer.State>("Elman", new(hidden), layer, rounds)),
            ("LayerNorm LSTM", (hidden, layer) => Ratio<LayerNormLstm, LayerNormLstm.State>("LayerNorm LSTM", new(hidden), layer, rounds)),
            ("peephole LSTM", (hidden, layer) => Ratio<PeepholeLstm, PeepholeLstm.State>("peephole LSTM", new(hidden), layer, rounds)),
            ("minGRU", (hidden, layer) => Ratio<MinGruLayer, MinGruLayer.State>("minGRU", new(hidden), layer, rounds)),
            ("bidirectional GRU", (hidden, layer) => Ratio<BidirectionalGru, BidirectionalGru.State>("bidirectional GRU", new(hidden), layer, rounds)),
            ("GRU of two layers", (hidden, layer) => Ratio<DeepGru, DeepGru.State>("GRU of two layers", new(hidden), layer, rounds)),
        ];
        var ratios = sizes.Select(size => layers.Select(layer => layer.Ratio(size.Hidden, size)).ToArray()).ToArray();
        Report.Print(
            ["batch × steps × hidden", .. layers.Select(layer => layer.Name)],
            sizes.Zip(ratios, (size, row) => (string[])[size.ToString(), .. row.Select(Report.Ratio)]));
        JsonRecord.Metric("largestOfSizes", ratios.Max(row => row.Max()));
    }

    private static double Ratio<TModel, TState>(string layer, TModel model, LayerSizes sizes, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        using var scope = NewDisposeScope();
        using var disposed = model;
        var input = randn([sizes.Batch, sizes.Time, sizes.Hidden]).requires_grad_();
        using var output = model.forward(input).Output;
        var shares = randn_like(output);
        Agreement.Check($"The {layer} with kernels and without", Forward, x => KernelSwitch.Off(() => Forward(x)), input, shares);
        Step();
        KernelSwitch.Off(Step);
        var once = Math.Min(Clock.Time(Step).TotalSeconds, Clock.Time(() => KernelSwitch.Off(Step)).TotalSeconds);
        var steps = Math.Max(1, (int)Math.Ceiling(ShortestTurn / Math.Max(once, 1e-6)));
        return Race.Run($"{layer}, {sizes}", [new("kernels off", Repeat(() => KernelSwitch.Off(Step)), steps), new("kernels", Repeat(Step), steps)], rounds, turns: 1)[1].Ratio;

        Tensor Forward(Tensor x) => model.forward(x).Output;

        void Step() => LayerTraining.Step(model, Forward, input, shares);

        Action Repeat(Action step) => () =>
        {
            for (var i = 0; i < steps; i++)
            {
                step();
            }
        };
    }
}
