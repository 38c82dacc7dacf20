using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDslApp._1;

/// <summary>Trains and uses the language model. A run lives in one folder: checkpoints, weights, vocabulary.</summary>
public static class Training
{
    public static TrainingResult Train(string text, string folder, long steps, int batchSize = 16, int sequenceLength = 64)
    {
        // The last tenth of the text is the validation split.
        using var corpus = new CharacterCorpus(File.ReadAllText(text), trainingFraction: 0.9);

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
    public static string Generate(string folder, string prompt, int length, double temperature, long seed)
    {
        var vocabulary = CharacterVocabulary.Load(Path.Combine(folder, "vocabulary.json"));
        using var model = new LanguageModel(vocabulary.Count);
        model.LoadSafetensors(Path.Combine(folder, "model.safetensors"));
        model.eval();
        return new TextGenerator<LanguageModel.State>(model, vocabulary)
            .Generate(prompt, length, new SamplingOptions { Temperature = temperature }, new RandomSource(seed));
    }
}
