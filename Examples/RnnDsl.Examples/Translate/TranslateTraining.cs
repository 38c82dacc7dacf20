using System.Globalization;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>One training run: data, model, training, evaluation, figures, results.</summary>
internal sealed class TranslateTraining(TranslateOptions options)
{
    /// <summary>Number of example translations printed at each evaluation.</summary>
    private const int Examples = 4;

    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        var record = options.Record is { } path ? new ResultsRecord(path) : null;
        var data = TranslationData.Read(options, device);
        using var run = _folder.Open(options.Resume);

        manual_seed(options.Seed);
        var settings = TranslationSettings.Of(options);
        using var model = TranslationModel.Create(settings, data.Languages, device);
        var translator = new SentenceTranslator(model, data.Languages, device);
        var batches = new LengthBuckets(data.Training.Lengths, BatchSize.Tokens(options.BatchTokens), options.Seed);
        var steps = (long)Math.Ceiling(options.Epochs * batches.StepsPerEpoch);
        Describe(data, model, batches, steps, device);

        using var optimizer = optim.Adam(model.Module.parameters(), options.LearningRate);
        var trainer = new Trainer(model.Module, optimizer, Loss, TrainerOptions(data, model, translator, batches, steps));
        if (!_folder.HasCheckpoint)
        {
            settings.Save(_folder.Settings);
            data.Languages.Save(_folder);
        }

        var result = trainer.Run();
        if (result.Outcome == TrainingOutcome.Interrupted)
            return ExitCode.Of(result);

        model.Module.eval();
        var evaluation = TranslationEvaluation.Of(model, translator, data, options.LengthPenalty);
        evaluation.Print();
        DrawLoss(result.History);
        var pictures = options.Attention ? AlignmentPictures.Save(_folder, evaluation.Beam) : 0;
        var results = Results(result, data, model, evaluation, device);
        results.Save(_folder.Results);
        record?.Add(_folder.Results, options.Attention);
        var drawn = Show.Pictures("alignment", pictures);
        Show.Line($"Saved in {options.Out}: results.json, loss.png, {drawn}settings.json, the vocabularies, checkpoint/. Training took {Show.Count((long)result.Seconds)} seconds.");
        Show.Line($"Translate with: {CommandText.Of($"translate predict 'je suis fatigué .' --model {options.Out}")}");
        return ExitCode.Success;

        Tensor Loss(TrainingStep step)
        {
            var batch = data.Training.Batch(batches.At(step.Number));
            return model.Loss(model.Scores(batch), batch);
        }
    }

    private TrainerOptions TrainerOptions(TranslationData data, SequenceToSequenceModel model, SentenceTranslator translator, LengthBuckets batches, long steps) => new()
    {
        Steps = steps,
        Seed = options.Seed,
        ClipNorm = options.Clip,
        Schedule = LearningRateSchedule.Cosine(steps).WithWarmup(options.Warmup),
        LogEvery = options.LogEvery,
        Evaluate = () => TranslationScore.CrossEntropy(model, data.ValidationPairs),
        EvaluateEvery = options.EvaluateEvery,
        Evaluated = report => ShowExamples(report, translator, data.Validation),
        CheckpointFolder = _folder.Checkpoint,
        CheckpointEvery = options.CheckpointEvery,
        Resume = options.Resume,
        ResumeCommand = CommandText.Resuming(),
        TensorBoardFolder = options.TensorBoard,
        TokensPerStep = data.Training.Lengths.Sum(static pair => (long)pair.Target) / batches.StepsPerEpoch,
        Settings = new Dictionary<string, string>
        {
            ["pairs (SHA-256)"] = data.Fingerprint,
            ["attention"] = options.Attention ? "yes" : "no",
            ["vocabulary"] = $"{Show.Count(data.Languages.Source.Vocabulary.Count)} and {Show.Count(data.Languages.Target.Vocabulary.Count)} {(options.Subwords ? "subwords" : "words")}",
            ["sizes"] = string.Create(CultureInfo.InvariantCulture, $"embedding {options.Embedding}, hidden {options.Hidden}, readout {options.Readout}"),
            ["epochs"] = options.Epochs.ToString(CultureInfo.InvariantCulture),
            ["batch tokens"] = options.BatchTokens.ToString(CultureInfo.InvariantCulture),
            ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["warmup"] = options.Warmup.ToString(CultureInfo.InvariantCulture),
            ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
        },
    };

    private void Describe(TranslationData data, SequenceToSequenceModel model, LengthBuckets batches, long steps, Device device)
    {
        Show.Line($"Sentence pairs: training {Show.Count(data.Training.Count)}, test {Show.Count(data.Test.Count)} source sentences, validation {Show.Count(data.Validation.Count)}");
        DescribeVocabulary(data.Languages.Source, data.UnknownSources);
        DescribeVocabulary(data.Languages.Target, data.UnknownTargets);
        Show.Line($"Attention: {(options.Attention ? "additive" : "none, one context vector")}");
        Show.Line($"Device: {device}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(model.Module))}");
        Show.Line($"Steps: {Show.Count(steps)}, {Show.Count(batches.StepsPerEpoch)} per epoch; {Show.Percent(batches.PaddingShare)} of the batches is padding\n");
    }

    private void DescribeVocabulary(Language language, UnknownTokens unknown) =>
        Show.Line($"{language.Name}: {Show.Count(language.Vocabulary.Count)} {(options.Subwords ? "subwords" : "words")}; unknown in the test set: {unknown}");

    private static void ShowExamples(TrainingReport report, SentenceTranslator translator, IReadOnlyList<EvaluationSentence> validation)
    {
        var sources = validation.Select(static sentence => sentence.Source).ToList();
        var translations = translator.Translate(sources, SentenceTranslator.Greedy).Select(static found => found[0]).ToList();
        report.WriteLine();
        report.WriteLine($"  perplexity {Show.Number(Perplexity.Of(report.ValidationLoss!.Value))}  BLEU {Show.Number(TranslationScore.Bleu(validation, translations))}");
        foreach (var (sentence, translation) in EvenSample.Of([.. validation.Zip(translations)], Examples))
        {
            report.WriteLine($"  {Languages.SourceTokenizer.Join(sentence.Source)}");
            report.WriteLine($"    = {translation.Text}");
            report.WriteLine($"    ({Languages.TargetTokenizer.Join(sentence.References[0])})");
        }
        report.WriteLine();
    }

    private void DrawLoss(TrainingHistory history) => LossPicture.Save(
        _folder.LossCurve,
        history,
        $"French to English, {(options.Attention ? "with" : "without")} attention (training loss with label smoothing)",
        options.Subwords ? "nats per subword" : "nats per word");

    private RunResults Results(TrainingResult result, TranslationData data, SequenceToSequenceModel model, TranslationEvaluation evaluation, Device device) => new()
    {
        Metrics = new Dictionary<string, object>
        {
            ["bleuGreedy"] = evaluation.BleuGreedy,
            ["bleuBeam5"] = evaluation.BleuBeam,
            ["lengthPenalty"] = evaluation.LengthPenalty,
            ["perplexity"] = evaluation.Perplexity,
            ["bleuGreedyByLength"] = evaluation.ByLength.Where(static row => row.Sentences > 0).ToDictionary(static row => row.Name, static row => row.Bleu),
            ["sentencesByLength"] = evaluation.ByLength.ToDictionary(static row => row.Name, static row => (double)row.Sentences),
            ["validationLoss"] = result.History.Validation[^1].Loss,
            ["trainingLoss"] = result.History.Training[^1].Loss,
            ["steps"] = result.Step,
            ["parameters"] = Show.Parameters(model.Module),
            ["sourceVocabulary"] = data.Languages.Source.Vocabulary.Count,
            ["targetVocabulary"] = data.Languages.Target.Vocabulary.Count,
            ["unknownSourceShare"] = data.UnknownSources.Share,
            ["unknownReferenceShare"] = data.UnknownTargets.Share,
            ["trainingPairs"] = data.Training.Count,
            ["heldOutSentences"] = data.Test.Count,
        },
        Command = CommandText.Current(),
        Seed = options.Seed,
        Device = device.ToString(),
        Seconds = result.Seconds,
        Options = options.ToDictionary(),
        History = result.History,
    };
}
