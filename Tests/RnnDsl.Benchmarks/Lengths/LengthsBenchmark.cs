using RnnDsl.Benchmarks.Loops;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Runtime.Tests.Kernels;
using RnnDsl.Torch.CompilerServices;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Lengths;

/// <summary>
/// Sequences of unequal length through a bidirectional LSTM: the generated model with lengths against TorchSharp's packed sequences, and against
/// itself without lengths.
/// </summary>
internal static class LengthsBenchmark
{
    /// <summary>Sentences.</summary>
    public static readonly LayerSizes Article = new(Batch: 64, Time: 100, Hidden: 128);

    public static void Run(LayerSizes sizes, int rounds)
    {
        // As they come, and as they lie in batches of about one length.
        foreach (var tenths in new[] { 1, 9 })
        {
            Report.Heading($"lengths: a bidirectional LSTM, batch × steps × hidden {sizes}, from {(tenths == 1 ? "a tenth" : "nine tenths")} of the steps to all of them valid");
            foreach (var training in new[] { true, false })
            {
                Compare<BidirectionalLstm, BidirectionalLstm.State>(new(sizes.Hidden, sizes.Hidden), 1, sizes, tenths, training, rounds);
                Compare<DeepBidirectionalLstm, DeepBidirectionalLstm.State>(new(sizes.Hidden, sizes.Hidden), 2, sizes, tenths, training, rounds);
            }
        }
    }

    /// <summary>Layers in kernels, whose rows stop at their lengths.</summary>
    public static void RunKernels(LayerSizes sizes, int rounds)
    {
        Report.Heading($"lengths: layers in kernels, batch × steps × hidden {sizes}, from a tenth of the steps to all of them valid");
        CompareKernels<LayerNormLstm, LayerNormLstm.State>("LayerNorm LSTM", new(sizes.Hidden), sizes, rounds);
        CompareKernels<GruLayer, GruLayer.State>("GRU", new(sizes.Hidden), sizes, rounds);
    }

    private static void CompareKernels<TModel, TState>(string cell, TModel generated, LayerSizes sizes, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        using var scope = NewDisposeScope();
        var input = randn(sizes.Batch, sizes.Time, sizes.Hidden);
        var shares = randn(sizes.Batch, sizes.Time, sizes.Hidden);
        var lengths = randint(Math.Max(1, sizes.Time / 10), sizes.Time + 1, [sizes.Batch], dtype: ScalarType.Int64);
        var sorted = lengths.sort(descending: true).Values;
        var name = $"{cell}, training, lengths of {lengths.to(ScalarType.Float64).mean().ToDouble() / sizes.Time:p0} of the steps";
        Report.Print(
            name,
            Race.Run(
                name,
                [
                    new("without lengths", () => LayerTraining.Step(generated, _ => generated.forward(input).Output, input, shares)),
                    new("with lengths", () => LayerTraining.Step(generated, _ => generated.forward(input, lengths).Output, input, shares)),
                    new("the longest first", () => LayerTraining.Step(generated, _ => generated.forward(input, sorted).Output, input, shares)),
                    new("kernels off", () => KernelSwitch.Off(() => LayerTraining.Step(generated, _ => generated.forward(input, lengths).Output, input, shares))),
                ],
                rounds,
                turns: 3));
        generated.Dispose();
    }

    private static void Compare<TModel, TState>(TModel generated, int layers, LayerSizes sizes, int tenths, bool training, int rounds)
        where TModel : nn.Module, ISequenceModel<TState>
        where TState : RecurrentState<TState>
    {
        using var scope = NewDisposeScope();
        using var gradient = set_grad_enabled(training);
        using var module = nn.LSTM(sizes.Hidden, sizes.Hidden, layers, batchFirst: true, bidirectional: true);
        module.load_state_dict(generated.state_dict().ToDictionary(pair => pair.Key["cell.".Length..], pair => pair.Value));
        var input = randn(sizes.Batch, sizes.Time, sizes.Hidden);
        var lengths = randint(Math.Max(1, sizes.Time * tenths / 10), sizes.Time + 1, [sizes.Batch], dtype: ScalarType.Int64);
        lengths[0] = sizes.Time;

        // What stands at the padding counts for nothing.
        var shares = randn(sizes.Batch, sizes.Time, 2 * sizes.Hidden) * ValidSteps.Mask(lengths, sizes.Time).unsqueeze(2);
        CheckSame(Packed() * shares, generated.forward(input, lengths).Output * shares);

        var name = $"{layers} {(layers == 1 ? "layer" : "layers")}, {(training ? "training" : "inference")}";
        var results = Race.Run(
            name,
            [
                new("with lengths", () => Take(generated, () => generated.forward(input, lengths).Output)),
                new("packed", () => Take(module, Packed)),
                new("without lengths", () => Take(generated, () => generated.forward(input).Output)),
            ],
            rounds,
            turns: 3);
        Report.Print(name, results);
        generated.Dispose();

        Tensor Packed()
        {
            using var packed = nn.utils.rnn.pack_padded_sequence(input, lengths, batch_first: true, enforce_sorted: false);
            using var output = module.call(packed).Item1;
            return nn.utils.rnn.pad_packed_sequence(output, batch_first: true).Item1;
        }

        void Take(nn.Module model, Func<Tensor> run)
        {
            if (training)
            {
                LayerTraining.Step(model, _ => run(), input, shares);
                return;
            }

            using var step = NewDisposeScope();
            run();
        }
    }

    /// <summary>Contenders that compute different things have no ratio.</summary>
    private static void CheckSame(Tensor packed, Tensor generated)
    {
        if (!packed.allclose(generated, rtol: 1e-4, atol: 1e-5))
        {
            throw new InvalidOperationException("The generated model and the packed sequences do not give the same output.");
        }
    }
}
