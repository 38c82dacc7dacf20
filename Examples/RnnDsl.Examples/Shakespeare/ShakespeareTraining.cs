using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using RnnDsl.Examples.Common;
using RnnDsl.Plots;
using RnnDsl.Torch;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Shakespeare;

/// <summary>One training run: data, model, training, samples, results.</summary>
internal sealed class ShakespeareTraining(ShakespeareOptions options)
{
    private const double TrainingFraction = 0.9;
    private const double SampleTemperature = 0.8;
    private const int SampleLength = 150;

    private readonly RunFolder _folder = new(options.Out);

    public int Run()
    {
        var device = Devices.Resolve(options.Device);
        var text = ReadText();
        using var corpus = new CharacterCorpus(text, TrainingFraction, device: device);
        Check(corpus);
        if (!options.Resume && _folder.MoveOldRunAside() is { } aside)
            Show.Line($"The run that lay in {options.Out} now lies in {aside}.\n");

        manual_seed(options.Seed);
        using var model = new CharLstm(corpus.Vocabulary.Count, device);
        Describe(corpus, model, device);
        corpus.Vocabulary.Save(_folder.Vocabulary);

        using var optimizer = optim.Adam(model.parameters(), options.LearningRate);
        using var carried = options.CarryState ? new CarriedState<CharLstm.State>(model.InitialState(options.Batch)) : null;
        var result = new Trainer(model, optimizer, step => Loss(model, corpus, carried, step), TrainerOptions(model, corpus) with { CarriedState = carried }).Run();
        if (result.Outcome == TrainingOutcome.Interrupted)
            return ExitCode.Of(result);

        WriteSamples(model, corpus.Vocabulary);
        DrawLoss(result.History);
        Results(result, corpus, model, device).Save(_folder.Results);
        Show.Line($"Held-out loss: {Show.Loss(result.History.HeldOut[^1].Loss)} nats per character after {Show.Count(result.Step)} steps.");
        Show.Line($"Saved in {options.Out}: results.json, loss.png, samples.txt, vocabulary.json, checkpoint/.");
        return ExitCode.Success;
    }

    private Tensor Loss(CharLstm model, CharacterCorpus corpus, CarriedState<CharLstm.State>? carried, TrainingStep step)
    {
        if (carried is null)
        {
            var (inputs, targets) = corpus.Training.Batch(step.Random, options.Batch, options.Sequence);
            return CrossEntropy(model.call(inputs).Output, targets);
        }

        // Window after window from the beginning of the text to its end, and then from the beginning again, which follows on nothing.
        var streams = corpus.Training.Streams(options.Batch, options.Sequence);
        var window = (step.Number - 1) % streams.Count;
        var batch = streams[window];
        var (output, state) = model.call(batch.Inputs, state: window == 0 ? null : carried.Value);
        carried.Value = state;
        return CrossEntropy(output, batch.Targets);
    }

    private static Tensor CrossEntropy(Tensor scores, Tensor targets) => nn.functional.cross_entropy(scores.flatten(0, 1), targets.flatten());

    private TrainerOptions TrainerOptions(CharLstm model, CharacterCorpus corpus) => new()
    {
        Steps = options.Steps,
        Seed = options.Seed,
        ClipNorm = options.Clip,
        LogEvery = options.LogEvery,
        Evaluate = () => HeldOutLoss.Of(model, corpus.HeldOut),
        EvaluateEvery = options.EvaluateEvery,
        Evaluated = report => ShowGrowingSample(report, model, corpus.Vocabulary),
        Patience = options.Patience,
        CheckpointFolder = _folder.Checkpoint,
        CheckpointEvery = options.CheckpointEvery,
        Resume = options.Resume,
        ResumeCommand = CommandText.Resuming(),
        TokensPerStep = (long)options.Batch * options.Sequence,
        TensorBoardFolder = options.TensorBoard,
        Settings = new Dictionary<string, string>
        {
            ["text (SHA-256)"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(corpus.Text))),
            ["batch"] = options.Batch.ToString(CultureInfo.InvariantCulture),
            ["sequence"] = options.Sequence.ToString(CultureInfo.InvariantCulture),
            ["carry state"] = options.CarryState ? "yes" : "no",
            ["learning rate"] = options.LearningRate.ToString(CultureInfo.InvariantCulture),
            ["clip"] = options.Clip.ToString(CultureInfo.InvariantCulture),
        },
    };

    private string ReadText()
    {
        var set = DataSets.TinyShakespeare with { Sample = static _ => typeof(ShakespeareTraining).Assembly.GetManifestResourceStream("SamplePlay.txt")! };
        var data = DataFinder.Find(set, options.Data);
        Show.Line($"Text from {data.Place}");
        var text = data.ReadText(set.Files[0].Name);
        return text.Length > 0 ? text : throw new UsageException($"{data.Place} is empty: there is nothing to learn from.");
    }

    private void Check(CharacterCorpus corpus)
    {
        if (corpus.Training.Length <= options.Sequence)
            throw new UsageException($"The text has {Show.Count(corpus.Text.Length)} characters, of which the first 90% train: too few for windows of {Show.Count(options.Sequence)} characters. Take a longer text, or a smaller --sequence.");
        if (options.CarryState && corpus.Training.Length <= options.Batch)
            throw new UsageException($"The text has {Show.Count(corpus.Text.Length)} characters, of which the first 90% train: too few for {Show.Count(options.Batch)} streams side by side. Take a longer text, or a smaller --batch.");
        if (corpus.HeldOut.Length < 2)
            throw new UsageException($"The text has {Show.Count(corpus.Text.Length)} characters: too few to hold any out. Take a longer text.");

        // Now, not after an hour of training.
        Prompt.Check(options.Prompt, corpus.Vocabulary);
    }

    private static void Describe(CharacterCorpus corpus, CharLstm model, Device device)
    {
        Show.Line($"Text length: {Show.Count(corpus.Text.Length)} characters");
        Show.Line($"First 200 characters:\n{corpus.Text[..Math.Min(200, corpus.Text.Length)]}\n");
        Show.Line($"Vocabulary size: {Show.Count(corpus.Vocabulary.Count)}");
        Show.Line($"Device: {device}");
        Show.Line($"Parameters: {Show.Count(Show.Parameters(model))}\n");
    }

    private void ShowGrowingSample(TrainingReport report, CharLstm model, CharacterVocabulary vocabulary)
    {
        var sample = options.Prompt + Generate(model, vocabulary, SampleTemperature, SampleLength);
        report.WriteLine();
        report.WriteLine(sample);
        report.WriteLine();
        Write(_folder.SampleAt(report.Step), sample + "\n");
    }

    private void WriteSamples(CharLstm model, CharacterVocabulary vocabulary)
    {
        var samples = new StringBuilder();
        foreach (var temperature in options.Temperatures)
        {
            var title = $"----- temperature {temperature.ToString(CultureInfo.InvariantCulture)} -----";
            samples.Append(title).Append('\n').Append(options.Prompt).Append(Generate(model, vocabulary, temperature, options.Length)).Append("\n\n");
        }
        Show.Line($"\n{samples}");
        Write(_folder.Samples, samples.ToString());
    }

    private void DrawLoss(TrainingHistory history) => LossCurve.Save(
        _folder.LossCurve,
        [.. history.Training.Select(static point => (point.Step, point.Loss))],
        [.. history.HeldOut.Select(static point => (point.Step, point.Loss))],
        "Character LSTM on Shakespeare",
        "nats per character");

    private string Generate(CharLstm model, CharacterVocabulary vocabulary, double temperature, int length) =>
        new TextGenerator<CharLstm.State>(model, vocabulary).Generate(options.Prompt, length, new SamplingOptions { Temperature = temperature }, new RandomSource(options.Seed));

    private RunResults Results(TrainingResult result, CharacterCorpus corpus, CharLstm model, Device device) => new()
    {
        Metrics = new Dictionary<string, object>
        {
            ["heldOutLoss"] = result.History.HeldOut[^1].Loss,
            ["bestHeldOutLoss"] = result.Best!.Value.Loss,
            ["bestStep"] = result.Best.Value.Step,
            ["trainingLoss"] = result.History.Training[^1].Loss,
            ["steps"] = result.Step,
            ["parameters"] = Show.Parameters(model),
            ["vocabularySize"] = corpus.Vocabulary.Count,
            ["textLength"] = corpus.Text.Length,
        },
        Command = CommandText.Current(),
        Seed = options.Seed,
        Device = device.ToString(),
        Seconds = result.Seconds,
        Options = options.ToDictionary(),
        History = result.History,
    };

    private static void Write(string path, string text) => AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
