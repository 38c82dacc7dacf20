using System.Globalization;
using RnnDsl.Benchmarks.Measuring;
using RnnDsl.Data;
using RnnDsl.Runtime.Tests;
using RnnDsl.Text;
using RnnDsl.Torch;
using RnnDsl.Training;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Scaling;

/// <summary>Products and stored activations in bfloat16 against those in float32: the time of a step of lab 1's networks, the bytes held between the passes, and the validation loss after a training.</summary>
internal static class PrecisionBenchmark
{
    /// <summary>The steps of the trainings whose losses are compared.</summary>
    private const int Steps = 1_000;

    /// <summary>The windows of the validation, which are read at once.</summary>
    private const int ValidationWindows = 200;

    private const long Seed = 1;

    public static void Run(NetworkSizes sizes, int rounds)
    {
        Report.Heading($"precision: products in bfloat16 ({(MixedPrecision.IsFastOnCpu ? "the processor has" : "the processor lacks")} instructions for them), {sizes}");
        Report.Print(
            ["network", "float32", "bfloat16", "ratio of times", "lowest", "highest", "bytes, float32", "bytes, bfloat16", "ratio of bytes"],
            [
                Compare("LSTM", "", () => new LstmModel(sizes.Vocabulary, sizes.Embedding, sizes.Hidden), static (model, tokens) => model.call(tokens).Output, sizes, rounds),
                Compare("GRU", "Gru", () => new GruModel(sizes.Vocabulary, sizes.Embedding, sizes.Hidden), static (model, tokens) => model.call(tokens).Output, sizes, rounds),
            ]);

        var text = new DataSetResolver().ResolveAsync(DataSets.TinyShakespeare).GetAwaiter().GetResult().ReadText(DataSets.TinyShakespeare.Files[0].Name);
        var vocabulary = CharacterVocabulary.FromText(text);
        var tokens = tensor(vocabulary.Encode(text));
        var given = sizes with { Vocabulary = vocabulary.Count };
        Report.Print(
            ["network", FormattableString.Invariant($"validation loss after {Steps} steps, float32"), "bfloat16", "difference"],
            [
                Losses("LSTM", "", tokens, () => new LstmModel(given.Vocabulary, given.Embedding, given.Hidden), static (model, tokens) => model.call(tokens).Output, given),
                Losses("GRU", "Gru", tokens, () => new GruModel(given.Vocabulary, given.Embedding, given.Hidden), static (model, tokens) => model.call(tokens).Output, given),
            ]);
    }

    private static string[] Losses<TModel>(string network, string key, Tensor tokens, Func<TModel> create, Func<TModel, Tensor, Tensor> scores, NetworkSizes sizes)
        where TModel : nn.Module
    {
        var (wide, narrow) = (LossAfterTraining(tokens, create, scores, sizes, Precision.Float32), LossAfterTraining(tokens, create, scores, sizes, Precision.BFloat16));
        JsonRecord.Metric("bfloat16LossDifference" + key, narrow - wide);
        return [network, .. new[] { wide, narrow, narrow - wide }.Select(static loss => loss.ToString("f4", CultureInfo.InvariantCulture))];
    }

    private static string[] Compare<TModel>(string network, string key, Func<TModel> create, Func<TModel, Tensor, Tensor> scores, NetworkSizes sizes, int rounds)
        where TModel : nn.Module
    {
        using var scope = NewDisposeScope();
        var (wide, narrow) = (create(), create());
        narrow.load_state_dict(wide.state_dict());
        var tokens = randint(sizes.Vocabulary, [sizes.Batch, sizes.Time + 1], dtype: ScalarType.Int64);
        using var first = new Training.Trainer(wide, input => scores(wide, input), tokens);
        using var second = new Training.Trainer(narrow, input => scores(narrow, input), tokens);
        var (wideBytes, narrowBytes) = (Bytes(wide, Precision.Float32), Bytes(narrow, Precision.BFloat16));
        var results = Race.Run(
            network,
            [
                new("float32", first.Step),
                new("bfloat16", () =>
                {
                    using var precision = MixedPrecision.Use(Precision.BFloat16);
                    second.Step();
                }),
            ],
            rounds,
            turns: 3);
        JsonRecord.Metric("bfloat16Speed" + key, 1 / results[1].Ratio);
        JsonRecord.Metric("bfloat16Memory" + key, narrowBytes / wideBytes);
        wide.Dispose();
        narrow.Dispose();
        return
        [
            network, .. results.Select(result => Report.Time(result.Time)), Report.Ratio(results[1].Ratio), Report.Ratio(results[1].LowestRatio), Report.Ratio(results[1].HighestRatio),
            Report.Bytes(wideBytes), Report.Bytes(narrowBytes), Report.Ratio(narrowBytes / wideBytes),
        ];

        double Bytes(TModel model, Precision precision)
        {
            using var inner = NewDisposeScope();
            using var used = MixedPrecision.Use(precision);
            var input = tokens.narrow(1, 0, sizes.Time).contiguous();
            scores(model, input).Dispose();
            var before = NativeMemory.InUse();
            using var output = scores(model, input);
            return NativeMemory.InUse() - before;
        }
    }

    /// <summary>Lab 1's training; both precisions have the same weights, windows and dropout at the start.</summary>
    private static double LossAfterTraining<TModel>(Tensor tokens, Func<TModel> create, Func<TModel, Tensor, Tensor> scores, NetworkSizes sizes, Precision precision)
        where TModel : nn.Module
    {
        using var scope = NewDisposeScope();
        manual_seed(Seed);
        using var model = create();
        using var optimizer = optim.Adam(model.parameters(), lr: 0.002);
        var training = tokens.size(0) * 9 / 10;
        var trainer = new RnnDsl.Training.Trainer(
            model,
            optimizer,
            step => Loss(Windows(0, training, step.Random, sizes.Batch)),
            new TrainerOptions { Steps = Steps, Seed = Seed, ClipNorm = 5, Precision = precision, LogEvery = 100 });
        trainer.Run();

        model.eval();
        using var still = no_grad();
        return Loss(Windows(training, tokens.size(0), new RandomSource(Seed), ValidationWindows)).item<float>();

        Tensor Loss(Tensor windows)
        {
            var time = windows.size(1) - 1;
            return nn.functional.cross_entropy(scores(model, windows.narrow(1, 0, time).contiguous()).flatten(0, 1), windows.narrow(1, 1, time).flatten());
        }

        Tensor Windows(long first, long end, RandomSource random, int count) =>
            stack(Enumerable.Range(0, count).Select(_ => tokens.narrow(0, first + (long)(random.NextDouble() * (end - first - sizes.Time - 1)), sizes.Time + 1)));
    }
}
