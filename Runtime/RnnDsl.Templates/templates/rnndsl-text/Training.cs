using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDslApp._1;

/// <summary>Trains and uses the language model. A run lives in one folder: checkpoints, weights, vocabulary.</summary>
public static class Training
{
    public static TrainingResult Train(string text, string folder, long steps, int batchSize = 16, int sequenceLength = 64)
    {
        var content = File.ReadAllText(text);
        if (content.Length < 20 * sequenceLength)
        {
            throw new InvalidDataException($"{text} has {content.Length} characters; training needs {20 * sequenceLength} or more.");
        }

        // The last tenth of the text is the validation split.
        using var corpus = new CharacterCorpus(content, trainingFraction: 0.9);

        manual_seed(1);
        using var model = new LanguageModel(corpus.Vocabulary.Count);
        using var optimizer = optim.Adam(model.parameters(), 0.005);
        var checkpoints = Path.Combine(folder, "checkpoints");
        var result = new Trainer(
            model,
            optimizer,
            step =>
            {
                var (inputs, targets) = corpus.Training.Batch(step.Random, batchSize, sequenceLength);
                return model.Loss(model.call(inputs).Output, targets);
            },
            new TrainerOptions
            {
                Steps = steps, Seed = 1, ClipNorm = 1, LogEvery = 50, EvaluateEvery = 100,
                Evaluate = () => Evaluation.Mean(
                    model,
                    corpus.Validation.Streams(batchSize: 1, sequenceLength),
                    batch => new BatchLoss(model.Loss(model.call(batch.Inputs).Output, batch.Targets), batch.Targets.numel())),
                CheckpointFolder = checkpoints, CheckpointEvery = 100, Resume = true,
                Settings = new Dictionary<string, string> { ["data"] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(text))) },
            }).Run();
        if (result.Outcome != TrainingOutcome.Interrupted)
        {
            corpus.Vocabulary.Save(Path.Combine(folder, "vocabulary.json"));
            model.SaveSafetensors(Path.Combine(folder, "model.safetensors"));
        }

        return result;
    }

    /// <summary>Generates text after a prompt.</summary>
    /// <exception cref="FileNotFoundException">There is no trained model in the folder.</exception>
    /// <exception cref="InvalidDataException">The prompt is empty, or has a character that the training text does not have.</exception>
    public static string Generate(string folder, string prompt, int length, double temperature, long seed)
    {
        var weights = Path.Combine(folder, "model.safetensors");
        if (!File.Exists(weights))
        {
            throw new FileNotFoundException($"There is no {weights}. Train first: dotnet run -- train");
        }

        var vocabulary = CharacterVocabulary.Load(Path.Combine(folder, "vocabulary.json"));
        var unknown = prompt.EnumerateRunes().Where(character => !vocabulary.TryGetToken(character, out _)).Distinct().ToList();
        if (prompt.Length == 0 || unknown.Count > 0)
        {
            throw new InvalidDataException(prompt.Length == 0 ? "The prompt is empty." : $"The training text does not have these characters of the prompt: '{string.Concat(unknown)}'.");
        }

        using var model = new LanguageModel(vocabulary.Count);
        model.LoadSafetensors(weights);
        model.eval();
        return new TextGenerator<LanguageModel.State>(model, vocabulary)
            .Generate(prompt, length, new SamplingOptions { Temperature = temperature }, new RandomSource(seed));
    }
}
