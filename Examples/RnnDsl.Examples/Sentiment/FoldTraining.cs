using System.Globalization;
using RnnDsl.Examples.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Sentiment;

/// <summary>One fold: baseline, model, and the evaluation of both on the test reviews.</summary>
internal sealed class FoldTraining(SentimentOptions options, FoldReviews reviews)
{
    /// <summary>Trains, and evaluates the weights with the lowest validation loss.</summary>
    /// <returns>The results, or the result of an interrupted training.</returns>
    public (FoldOutcome? Outcome, TrainingResult? Interrupted) Run(RunFolder folder, Device device)
    {
        var tokens = new FoldTokens(reviews, options.MinimumFrequency, device);
        manual_seed(options.Seed);
        using var vectors = InitialVectors.For(options, tokens.Vocabulary, reviews.Training);
        using var model = new SentimentClassifier(tokens.Vocabulary.Count, vectors.size(1), options.Hidden, vectors, device);
        var batches = LengthBuckets.OfSequences(tokens.Training.Lengths, BatchSize.Pairs(options.Batch), options.Seed);
        var baseline = BagOfWords.Evaluate(reviews);
        Describe(tokens, model, baseline);
        if (!new CheckpointFolder(folder.CheckpointOf(reviews.Name)).HasCheckpoint)
        {
            new SentimentSettings((int)vectors.size(1), options.Hidden, options.Folds[0]).Save(folder.Settings);
            tokens.Vocabulary.Save(folder.VocabularyOf(reviews.Name) + ".json");
        }

        using var optimizer = optim.AdamW(model.parameters(), options.LearningRate, weight_decay: options.WeightDecay);
        var result = new Trainer(model, optimizer, Loss, TrainerOptions(folder, tokens, model, batches)).Run();
        if (result.Outcome == TrainingOutcome.Interrupted)
            return (null, result);

        model.LoadSafetensors(result.BestWeights!);
        return (Evaluate(tokens, model, baseline, result, batches.StepsPerEpoch, device), null);

        Tensor Loss(TrainingStep step)
        {
            var batch = tokens.Training.Batch(batches.At(step.Number));
            return model.Loss(model.call(batch.Tokens, batch.Lengths), batch.Labels);
        }
    }

    private TrainerOptions TrainerOptions(RunFolder folder, FoldTokens tokens, SentimentClassifier model, LengthBuckets batches) => new()
    {
        Steps = options.Epochs * batches.StepsPerEpoch,
        Seed = options.Seed,
        ClipNorm = options.Clip,
        LogEvery = options.LogEvery,
        Evaluate = () => SentimentScore.Of(model, tokens.Validation),
        EvaluateEvery = batches.StepsPerEpoch,
        Patience = options.Patience,
        CheckpointFolder = folder.CheckpointOf(reviews.Name),
        CheckpointEvery = options.CheckpointEvery,
        Resume = options.Resume,
        ResumeCommand = CommandText.Resuming(),
        TensorBoardFolder = RunFolder.Below(options.TensorBoard, reviews.Name),
        Settings = new Dictionary<string, string>
        {
            ["reviews (SHA-256)"] = reviews.Fingerprint(),
            ["words"] = tokens.Vocabulary.Count.ToString(CultureInfo.InvariantCulture),
            ["vectors"] = options.Vectors ?? "none",
            ["hidden"] = options.Hidden.ToString(CultureInfo.InvariantCulture),
            ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
            ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["weight decay"] = options.WeightDecay.ToString(CultureInfo.InvariantCulture),
            ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
        },
    };

    private void Describe(FoldTokens tokens, SentimentClassifier model, BaselineScore baseline)
    {
        Show.Line($"Fold {reviews.Number} of {ReviewData.FoldCount}: {Show.Count(reviews.Training.Count)} training reviews, {Show.Count(reviews.Validation.Count)} validation, {Show.Count(reviews.Test.Count)} test");
        Show.Line($"Vocabulary: {Show.Count(tokens.Vocabulary.Count)} words; unknown words in the test reviews: {tokens.Unknown}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(model))}");
        Show.Line(baseline.ToString());
    }

    private FoldOutcome Evaluate(FoldTokens tokens, SentimentClassifier model, BaselineScore baseline, TrainingResult result, long stepsPerEpoch, Device device)
    {
        using var noGrad = no_grad();
        model.eval();
        var test = SentimentScore.Of(model, tokens.Test);
        var best = result.Best!.Value;
        var outcome = new FoldOutcome
        {
            Name = reviews.Name,
            Fold = reviews.Number,
            Accuracy = test.Accuracy!.Value,
            Loss = test.Loss,
            ValidationAccuracy = best.Accuracy!.Value,
            Epoch = (double)best.Step / stepsPerEpoch,
            Parameters = Show.Parameters(model),
            Vocabulary = tokens.Vocabulary.Count,
            Unknown = tokens.Unknown,
            Baseline = baseline,
            Result = result,
            Shown = ShadedReviews.Of(new SentimentPredictor(model, tokens.Vocabulary, device), reviews.Test),
        };
        Show.Line(FormattableString.Invariant($"BiLSTM with attention: {Show.Percent(outcome.Accuracy)} of the test reviews ({Show.Percent(outcome.ValidationAccuracy)} of validation), after epoch {outcome.Epoch:0}\n"));
        return outcome;
    }
}
