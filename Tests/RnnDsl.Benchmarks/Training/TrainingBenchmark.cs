using System.Globalization;
using RnnDsl.Benchmarks.Measuring;
using static TorchSharp.torch;

namespace RnnDsl.Benchmarks.Training;

/// <summary>A training step of the generated model against one of the model written by hand, with the same weights and data.</summary>
internal static class TrainingBenchmark
{
    public static void Run(NetworkSizes sizes, int rounds)
    {
        Report.Heading($"training: one step, {sizes}");
        Compare("LSTM", sizes, rounds, () =>
        {
            var byHand = new HandWrittenLstm(sizes);
            var generated = new LstmModel(sizes.Vocabulary, sizes.Embedding, sizes.Hidden);
            return (byHand, tokens => byHand.call(tokens, null).Item1, generated, tokens => generated.call(tokens).Output);
        });
        Compare("GRU", sizes, rounds, () =>
        {
            var byHand = new HandWrittenGru(sizes);
            var generated = new GruModel(sizes.Vocabulary, sizes.Embedding, sizes.Hidden);
            return (byHand, tokens => byHand.call(tokens, null).Item1, generated, tokens => generated.call(tokens).Output);
        });
        Compare("Elman", sizes, rounds, () =>
        {
            var byHand = new HandWrittenRnn(sizes);
            var generated = new RnnModel(sizes.Vocabulary, sizes.Embedding, sizes.Hidden);
            return (byHand, tokens => byHand.call(tokens, null).Item1, generated, tokens => generated.call(tokens).Output);
        });
    }

    private static void Compare(
        string cell,
        NetworkSizes sizes,
        int rounds,
        Func<(nn.Module ByHand, Func<Tensor, Tensor> ByHandScores, nn.Module Generated, Func<Tensor, Tensor> GeneratedScores)> create)
    {
        using var scope = NewDisposeScope();
        var (byHand, byHandScores, generated, generatedScores) = create();
        byHand.load_state_dict(generated.state_dict());
        var tokens = randint(sizes.Vocabulary, [sizes.Batch, sizes.Time + 1], dtype: ScalarType.Int64);
        using var first = new Trainer(byHand, byHandScores, tokens);
        using var second = new Trainer(generated, generatedScores, tokens);
        CheckSameLoss(first.Loss(seed: 1), second.Loss(seed: 1));

        var results = Race.Run(cell, [new("by hand", first.Step), new("generated", second.Step)], rounds, turns: 3);
        Report.Print(cell, results);
        JsonRecord.Metric("lab1" + cell[..1] + cell[1..].ToLowerInvariant(), results[1].Ratio);
        byHand.Dispose();
        generated.Dispose();
    }

    /// <summary>Contenders that compute different things have no ratio.</summary>
    private static void CheckSameLoss(double byHand, double generated)
    {
        if (Math.Abs(byHand - generated) > 1e-5)
        {
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture, $"The contenders are not the same model: their first losses are {byHand} and {generated}."));
        }
    }
}
