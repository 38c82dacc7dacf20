using RnnDsl.Benchmarks.Loops;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Runtime.Tests.Kernels;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Sweeps;

/// <summary>
/// A cell without a matrix product on its states, forward and backward: the generated minGRU, one sweep over time, against nn.LSTM and nn.GRU of the same sizes, and against
/// the loop in libtorch's operations.
/// </summary>
internal static class SweepsBenchmark
{
    /// <summary>Short sequences, long ones, and a very long one.</summary>
    public static readonly LayerSizes[] Article = [new(Batch: 8, Time: 200, Hidden: 128), new(Batch: 8, Time: 1000, Hidden: 128), new(Batch: 1, Time: 10_000, Hidden: 128)];

    public static void Run(LayerSizes sizes, int rounds)
    {
        using var scope = NewDisposeScope();
        Report.Heading($"sweeps: a cell without a product on its states, forward and backward, batch × steps × hidden {sizes}");
        var hidden = sizes.Hidden;
        var (lstm, gru, minimal) = (nn.LSTM(hidden, hidden, batchFirst: true), nn.GRU(hidden, hidden, batchFirst: true), new MinGruLayer(hidden));
        var input = randn([sizes.Batch, sizes.Time, hidden]).requires_grad_();
        var shares = randn(sizes.Batch, sizes.Time, hidden);
        Agreement.Check("The minGRU with kernels and without", Generated, x => KernelSwitch.Off(() => Generated(x)), input, shares);
        var results = Race.Run(
            "minGRU",
            [
                new("minGRU", () => LayerTraining.Step(minimal, Generated, input, shares)),
                new("nn.LSTM", () => LayerTraining.Step(lstm, x => lstm.call(x).Item1, input, shares)),
                new("nn.GRU", () => LayerTraining.Step(gru, x => gru.call(x).Item1, input, shares)),
                new("kernels off", () => KernelSwitch.Off(() => LayerTraining.Step(minimal, Generated, input, shares))),
            ],
            rounds,
            turns: 1);
        Report.Print("minGRU", results);
        JsonRecord.Metric($"minGruOverLstm{sizes.Batch}x{sizes.Time}", results[1].Ratio);
        JsonRecord.Metric($"minGruOverGru{sizes.Batch}x{sizes.Time}", results[2].Ratio);
        JsonRecord.Metric($"minGruOverTorchLoop{sizes.Batch}x{sizes.Time}", results[3].Ratio);

        Tensor Generated(Tensor x) => minimal.forward(x).Output;
    }
}
