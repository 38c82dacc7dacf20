using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RnnDsl.Examples.Common;
using RnnDsl.Files;
using RnnDsl.Plots;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>One training run: data, model, training, samples, results.</summary>
internal sealed class ShakespeareTraining(ShakespeareOptions options)
{
    private const double SampleTemperature = 0.8;

    private readonly RunFolder _folder = new(options.Out);
    private readonly ICommunicator _ranks = Ranks.Start(options.Distributed);
    private string _prompt = "";

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        var record = options.Record is { } path ? new TrialRecord(path, "tokens", options.Tokens, former: TextTokens.Characters) : null;
        var text = _ranks.FirstThenOthers(() => ReadText(options.Data));
        using var corpus = Corpus.Of(text, options, device);
        Check(corpus);
        using var run = _folder.Open(options.Resume, _ranks);

        manual_seed(options.Seed);
        using var model = options.Recipe.Create(corpus.Tokens.Count, device);
        Describe(corpus, model, device);
        if (_ranks.Rank == 0 && !_folder.HasCheckpoint)
        {
            new ShakespeareSettings { Tokens = options.Tokens, Model = options.Recipe.Name }.Save(_folder.Settings);
            corpus.Tokens.Save(_folder);
        }

        using var optimizer = optim.Adam(model.Module.parameters(), options.LearningRate);
        using var reader = options.CarryState ? model.Reader(options.Batch) : null;
        var result = new Trainer(model.Module, optimizer, step => Loss(model, corpus, reader, step), TrainerOptions(model, corpus) with { CarriedState = reader }).Run();
        if (result.Outcome == TrainingOutcome.Interrupted || _ranks.Rank > 0)
            return ExitCode.Of(result);

        WriteSamples(model, corpus.Tokens);
        DrawLoss(result.History, corpus.Tokens);
        Results(result, corpus, model, device).Save(_folder.Results);
        record?.Add(_folder.Results);
        Show.Line($"Validation loss: {Measured(corpus, result.History.Validation[^1].Loss)} after {Show.Count(result.Step)} steps.");
        Show.Line($"Saved in {options.Out}: results.json, loss.png, samples.txt, settings.json, the vocabulary, checkpoint/.");
        return ExitCode.Success;
    }

    private Tensor Loss(LanguageModel model, Corpus corpus, IWindowReader? reader, TrainingStep step)
    {
        if (reader is null)
        {
            var (inputs, targets) = corpus.Training.Batch(step.Random, options.Batch, options.Sequence);
            return CrossEntropy(model.Scores(inputs), targets);
        }

        // Consecutive windows in the order of the text, of as many streams on every rank; the state is reset at the start of each pass.
        var streams = corpus.Training.Streams(options.Batch * _ranks.Size, options.Sequence);
        var window = (step.OptimizerStep - 1) % streams.Count;
        var batch = streams[window];
        return CrossEntropy(reader.Read(OfRank(batch.Inputs), first: window == 0), OfRank(batch.Targets));

        Tensor OfRank(Tensor rows) => rows.narrow(0, options.Batch * _ranks.Rank, options.Batch);
    }

    private static Tensor CrossEntropy(Tensor scores, Tensor targets) => nn.functional.cross_entropy(scores.flatten(0, 1), targets.flatten());

    private TrainerOptions TrainerOptions(LanguageModel model, Corpus corpus) => new()
    {
        Steps = options.Steps,
        Seed = options.Seed,
        ClipNorm = options.Clip,
        Schedule = Schedule(),
        AverageDecay = options.Average > 0 ? options.Average : null,
        LogEvery = options.LogEvery,
        Evaluate = () => ValidationLoss.Of(model, corpus.Validation),
        EvaluateEvery = options.EvaluateEvery,
        Evaluated = report => ShowSample(report, model, corpus),
        Patience = options.Patience,
        CheckpointFolder = _folder.Checkpoint,
        CheckpointEvery = options.CheckpointEvery,
        Resume = options.Resume,
        Communicator = _ranks,
        Precision = options.Precision,
        ResumeCommand = Ranks.Resuming(_ranks),
        TokensPerStep = (long)options.Batch * options.Sequence * _ranks.Size,
        TensorBoardFolder = options.TensorBoard,
        Settings = Settings(corpus),
    };

    private LearningRateSchedule Schedule()
    {
        var schedule = options.Schedule == Recipe.Cosine ? LearningRateSchedule.Cosine(options.Steps) : LearningRateSchedule.Constant;
        return options.Warmup > 0 ? schedule.WithWarmup(options.Warmup) : schedule;
    }

    /// <summary>The settings that a resumed run must match. The keys of the article's model never change, so that old runs can be resumed.</summary>
    private Dictionary<string, string> Settings(Corpus corpus)
    {
        var settings = new Dictionary<string, string>
        {
            ["text (SHA-256)"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(corpus.Text))),
            ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
            ["sequence"] = options.Sequence.ToString(CultureInfo.InvariantCulture),
            ["carry state"] = options.CarryState ? "yes" : "no",
            ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
        };
        if (options.Recipe != Recipe.Lab)
        {
            settings["model"] = options.Recipe.Name;
            settings["vocabulary"] = $"{Show.Count(corpus.Tokens.Count)} {options.Tokens}";
        }
        if (options.Schedule != Recipe.Constant)
            settings["schedule"] = options.Schedule;
        if (options.Warmup > 0)
            settings["warmup"] = options.Warmup.ToString(CultureInfo.InvariantCulture);
        return settings;
    }

    /// <summary>The text of a file or folder; of the data set without one.</summary>
    public static string ReadText(string? path)
    {
        var set = DataSets.TinyShakespeare with { Sample = static _ => typeof(ShakespeareTraining).Assembly.GetManifestResourceStream("SamplePlay.txt")! };
        var data = DataFinder.Find(set, path);
        Show.Line($"Text from {data.Location}");
        var text = data.ReadText(set.Files[0].Name);
        return text.Length > 0 ? text : throw new UsageException($"{data.Location} is empty: there is nothing to train on.");
    }

    private void Check(Corpus corpus)
    {
        var length = $"The text has {Show.Count(corpus.Length)} {options.Tokens}";
        if (corpus.Training.Length <= options.Sequence)
            throw new UsageException($"{length}, of which the first 90% train: too few for windows of {Show.Count(options.Sequence)} {options.Tokens}. Take a longer text, or a smaller --sequence.");
        if (options.CarryState && corpus.Training.Length <= (long)options.Batch * _ranks.Size)
            throw new UsageException($"{length}, of which the first 90% train: too few for {Show.Count(options.Batch)} parallel streams. Take a longer text, or a smaller --batch.");
        if (corpus.Validation.Length < 2)
            throw new UsageException($"{length}: too few for a validation set. Take a longer text.");

        // Checked before training.
        _prompt = Prompt.For(corpus.Tokens, options.Prompt);
    }

    private static void Describe(Corpus corpus, LanguageModel model, Device device)
    {
        Show.Line($"Text length: {Show.Count(corpus.Text.Length)} characters");
        if (corpus.Unknown is { } unknown)
            Show.Line($"Tokens ({corpus.Tokens.Kind}, line ends included): {Show.Count(corpus.Training.Length)} training, {Show.Count(corpus.Validation.Length)} validation; unknown in validation: {unknown}");
        Show.Line($"First 200 characters:\n{corpus.Text[..Math.Min(200, corpus.Text.Length)]}\n");
        Show.Line($"Vocabulary size: {Show.Count(corpus.Tokens.Count)}");
        Show.Line($"Device: {device}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(model.Module))}\n");
    }

    private void ShowSample(TrainingReport report, LanguageModel model, Corpus corpus)
    {
        // Samples of about the same length in characters.
        var length = options.Tokens == TextTokens.Characters ? 150 : 40;
        var sample = Sample(model, corpus.Tokens, SampleTemperature, length);
        report.WriteLine();
        if (options.Tokens != TextTokens.Characters)
            report.WriteLine($"{Measured(corpus, report.ValidationLoss!.Value)}\n");
        report.WriteLine(sample);
        report.WriteLine();
        Save(_folder.SampleAt(report.Step), sample + "\n");
    }

    private void WriteSamples(LanguageModel model, TextTokens tokens)
    {
        var samples = new StringBuilder();
        foreach (var temperature in ProgressLine.Over("Sampling", options.Temperatures))
        {
            var title = $"----- temperature {temperature.ToString(CultureInfo.InvariantCulture)} -----";
            samples.Append(title).Append('\n').Append(Sample(model, tokens, temperature, options.Length)).Append("\n\n");
        }
        Show.Line($"\n{samples}");
        Save(_folder.Samples, samples.ToString());
    }

    private void DrawLoss(TrainingHistory history, TextTokens tokens) => LossPicture.Save(
        _folder.LossCurve,
        history,
        $"{options.Recipe.Title} on Shakespeare",
        $"nats per {tokens.Singular}");

    private string Sample(LanguageModel model, TextTokens tokens, double temperature, int length) =>
        string.Concat(model.Generate(tokens, _prompt, length, new SamplingOptions { Temperature = temperature }, options.Seed));

    /// <summary>A loss such as <c>4.6052 nats per word, 1.1513 nats per character</c>.</summary>
    private static string Measured(Corpus corpus, double loss)
    {
        var perCharacter = corpus.Tokens.Kind == TextTokens.Characters ? "" : $", {Show.Loss(corpus.PerCharacter(loss))} nats per character";
        return $"{Show.Loss(loss)} nats per {corpus.Tokens.Singular}{perCharacter}";
    }

    private RunResults Results(TrainingResult result, Corpus corpus, LanguageModel model, Device device)
    {
        var metrics = new Dictionary<string, object>
        {
            ["heldOutLoss"] = result.History.Validation[^1].Loss,
            ["heldOutLossPerCharacter"] = corpus.PerCharacter(result.History.Validation[^1].Loss),
            ["bestHeldOutLoss"] = result.Best!.Value.Loss,
            ["bestStep"] = result.Best.Value.Step,
            ["trainingLoss"] = result.History.Training[^1].Loss,
            ["steps"] = result.Step,
            ["parameters"] = Show.Parameters(model.Module),
            ["vocabularySize"] = corpus.Tokens.Count,
            ["textLength"] = corpus.Text.Length,
            ["heldOutTokens"] = corpus.Validation.Length,
            ["heldOutCharacters"] = corpus.ValidationCharacters,
        };
        if (options.Distributed)
        {
            metrics["ranks"] = _ranks.Size;
            metrics["communicationShare"] = result.CommunicationSeconds / result.Seconds;
        }

        if (corpus.Unknown is { } unknown)
            metrics["unknownShare"] = unknown.Share;
        return new RunResults
        {
            Metrics = metrics,
            Command = CommandText.Current(),
            Seed = options.Seed,
            Device = device.ToString(),
            Seconds = result.Seconds,
            Options = (options with { Prompt = _prompt }).ToDictionary(),
            History = result.History,
        };
    }

    private static void Save(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
