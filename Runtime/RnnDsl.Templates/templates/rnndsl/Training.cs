using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDslApp._1;

/// <summary>Trains, evaluates and uses the classifier. A run lives in one folder: checkpoints, the best weights, the class names.</summary>
public static class Training
{
    public static TrainingResult Train(string data, string validation, string folder, long steps)
    {
        var training = SequenceData.Read(data);
        var heldOut = SequenceData.Read(validation, training.Classes);

        manual_seed(1);
        using var model = new SequenceClassifier(training.Classes.Count);
        using var optimizer = optim.Adam(model.parameters(), 0.005);
        var order = new EpochOrder(training.Count, batchSize: 32, seed: 1);
        var checkpoints = Path.Combine(folder, "checkpoints");
        var result = new Trainer(
            model,
            optimizer,
            step =>
            {
                var (values, lengths, labels) = training.Batch(order.At(step.Number));
                return model.Loss(model.call(values, lengths), labels);
            },
            new TrainerOptions
            {
                Steps = steps, Seed = 1, ClipNorm = 1, LogEvery = 50,
                Evaluate = () => Evaluate(model, heldOut), EvaluateEvery = 100, Patience = 5,
                CheckpointFolder = checkpoints, CheckpointEvery = 100, Resume = true,
                Settings = new Dictionary<string, string> { ["data"] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(data))) },
            }).Run();
        if (result.BestWeights is { } best)
        {
            File.WriteAllLines(Path.Combine(folder, "classes.txt"), training.Classes);
            File.Copy(best, Path.Combine(folder, "model.safetensors"), overwrite: true);
        }

        return result;
    }

    /// <summary>Mean loss and accuracy over all examples.</summary>
    public static Evaluation Evaluate(SequenceClassifier model, SequenceData data) =>
        Evaluation.Classification(model, Enumerable.Range(0, data.Count).Select(number => (long)number).Chunk(64), numbers =>
        {
            var (values, lengths, labels) = data.Batch(numbers);
            return new(model.call(values, lengths), labels);
        });

    /// <summary>Loads a trained model in evaluation mode, and its class names.</summary>
    /// <exception cref="FileNotFoundException">There is no trained model in the folder.</exception>
    public static (SequenceClassifier Model, string[] Classes) Load(string folder)
    {
        var weights = Path.Combine(folder, "model.safetensors");
        if (!File.Exists(weights))
        {
            throw new FileNotFoundException($"There is no {weights}. Train first: dotnet run -- train");
        }

        var classes = File.ReadAllLines(Path.Combine(folder, "classes.txt"));
        var model = new SequenceClassifier(classes.Length);
        model.LoadSafetensors(weights);
        model.eval();
        return (model, classes);
    }
}
