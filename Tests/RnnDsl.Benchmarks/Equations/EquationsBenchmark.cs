using RnnDsl.Benchmarks.Loops;
using RnnDsl.Benchmarks.Measuring;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Equations;

/// <summary>
/// A layer whose cell is declared in equations, forward and backward and without gradients. Where no fused kernel computes it: the generated loop
/// against the fused nn.LSTM of the same sizes, which computes something simpler, against the option of a built-in layer where there is one, and
/// against the same equations written step by step. Where a fused kernel computes it: against the built-in layer.
/// </summary>
internal static class EquationsBenchmark
{
    public static LayerSizes[] Article => LoopsBenchmark.Article;

    public static void Run(LayerSizes sizes, int rounds)
    {
        var hidden = sizes.Hidden;
        foreach (var training in new[] { true, false })
        {
            var how = $"{(training ? "forward and backward" : "inference")}, batch × steps × hidden {sizes}";
            Report.Heading($"equations: cells that no fused kernel computes, {how}");
            Report.Print(
                [
                    "cell", "nn.LSTM", "generated", "built-in", "step by step", "generated / nn.LSTM", "generated / built-in", "step by step / generated",
                    "bytes a step", "of step by step",
                ],
                [
                    Loop("Peephole LSTM", Layer.Of(new PeepholeEquations(hidden)), new StepByStepPeephole(hidden),
                        (Layer.Of(new PeepholeLstm(hidden)), BuiltInWeights.OfPeephole), sizes, training, rounds),
                    Loop("LayerNorm LSTM", Layer.Of(new LayerNormEquations(hidden)), new StepByStepLayerNorm(hidden), null, sizes, training, rounds),
                    Loop("Exponential LSTM", Layer.Of(new ExponentialEquations(hidden)), new StepByStepExponential(hidden), null, sizes, training, rounds),
                    Loop("Article's GRU", Layer.Of(new ArticleGruEquations(hidden)), new StepByStepArticleGru(hidden),
                        (Layer.Of(new ChoGru(hidden)), BuiltInWeights.OfArticleGru), sizes, training, rounds),
                ]);

            Report.Heading($"equations: cells that a fused kernel computes, {how}");
            Kernel("LSTM", Layer.Of(new LstmEquations(hidden)), Layer.Of(new BuiltInLstm(hidden)), BuiltInWeights.OfForgetGate, sizes, training, rounds);
            Kernel("GRU", Layer.Of(new GruEquations(hidden)), Layer.Of(new BuiltInGru(hidden)), BuiltInWeights.OfTorchGru, sizes, training, rounds);
        }
    }

    private static string[] Loop(
        string cell, Layer generated, StepByStepLayer written, (Layer Layer, BuiltInWeights.Map Weights)? builtIn, LayerSizes sizes, bool training, int rounds)
    {
        using var scope = NewDisposeScope();
        using var fused = nn.LSTM(sizes.Hidden, sizes.Hidden, batchFirst: true);
        var (input, shares) = Draw(sizes);
        written.Load(generated.Module);
        Agreement.Check($"The equations of the {cell} and what was written step by step", generated.Run, written.call, input, shares);
        List<(string Name, Layer Layer)> layers =
        [
            ("nn.LSTM", new(fused, x => fused.call(x).Item1)), ("generated", generated), ("step by step", new(written, written.call)),
        ];
        if (builtIn is { } option)
        {
            BuiltInWeights.Load(option.Layer.Module, generated.Module, option.Weights);
            Agreement.Check($"The equations of the {cell} and the built-in layer", generated.Run, option.Layer.Run, input, shares);
            layers.Add(("built-in", option.Layer));
        }

        var results = Measure(cell, layers, input, shares, training, rounds);
        var (ofLstm, own, ofTutorial, ofBuiltIn) = (results[0], results[1], results[2], results.Skip(3).FirstOrDefault());
        return
        [
            cell, Report.Time(ofLstm.Time), Report.Time(own.Time), ofBuiltIn is null ? "" : Report.Time(ofBuiltIn.Time), Report.Time(ofTutorial.Time),
            Report.Ratio(own.Ratio), ofBuiltIn is null ? "" : Report.Ratio(own.RatioTo(ofBuiltIn)), Report.Ratio(ofTutorial.RatioTo(own)),
            Report.Bytes(own.Bytes), Report.Bytes(ofTutorial.Bytes),
        ];
    }

    private static void Kernel(string cell, Layer equations, Layer builtIn, BuiltInWeights.Map weights, LayerSizes sizes, bool training, int rounds)
    {
        using var scope = NewDisposeScope();
        var (input, shares) = Draw(sizes);
        BuiltInWeights.Load(builtIn.Module, equations.Module, weights);
        Agreement.Check($"The equations of the {cell} and the built-in layer", equations.Run, builtIn.Run, input, shares);
        Report.Print(
            $"{cell}, {(training ? "training" : "inference")}",
            Measure(cell, [("built-in", builtIn), ("equations", equations)], input, shares, training, rounds));
    }

    private static (Tensor Input, Tensor Shares) Draw(LayerSizes sizes) =>
        (randn([sizes.Batch, sizes.Time, sizes.Hidden]).requires_grad_(), randn(sizes.Batch, sizes.Time, sizes.Hidden));

    /// <summary>Races the layers, and disposes of them.</summary>
    private static IReadOnlyList<Race.Result> Measure(
        string cell, IReadOnlyList<(string Name, Layer Layer)> layers, Tensor input, Tensor shares, bool training, int rounds)
    {
        using var gradient = set_grad_enabled(training);
        foreach (var (_, layer) in layers)
        {
            layer.Module.train(training);
        }

        var results = Race.Run(cell, [.. layers.Select(pair => new Contender(pair.Name, () => Take(pair.Layer)))], rounds, turns: 3);
        foreach (var (_, layer) in layers)
        {
            layer.Module.Dispose();
        }

        return results;

        void Take(Layer layer)
        {
            if (training)
            {
                LayerTraining.Step(layer.Module, layer.Run, input, shares);
                return;
            }

            using var step = NewDisposeScope();
            layer.Run(input);
        }
    }
}
