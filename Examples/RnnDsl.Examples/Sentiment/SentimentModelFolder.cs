using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Sentiment;

/// <summary>Loads trained models from the folder of a run.</summary>
internal static class SentimentModelFolder
{
    /// <summary>Loads the model of a fold with its best weights and predicts with it.</summary>
    /// <exception cref="UsageException">There is no trained model.</exception>
    public static IReadOnlyList<SentimentPrediction> Use(string path, int? fold, Device device, Func<SentimentPredictor, IReadOnlyList<SentimentPrediction>> read)
    {
        var folder = new RunFolder(path);
        if (!folder.HasCheckpoint)
            throw new UsageException($"--model {path}: there is no trained model in this folder. Train one with '{CommandText.Of($"sentiment --out {path}")}', or name the folder of a run.");
        var settings = SentimentSettings.Load(folder.Settings);
        var name = FoldReviews.NameOf(fold ?? settings.Fold);
        var checkpoints = new CheckpointFolder(folder.CheckpointOf(name));
        if (!checkpoints.HasCheckpoint)
            throw new UsageException($"--fold {fold ?? settings.Fold}: the run in {path} has not trained this fold.");

        var weights = checkpoints.BestWeights() ?? checkpoints.LatestWeights();
        var vocabulary = WordVocabulary.Load(folder.VocabularyOf(name) + ".json");
        using var empty = zeros(vocabulary.Count, settings.Embedding);
        using var model = new SentimentClassifier(vocabulary.Count, settings.Embedding, settings.Hidden, empty, device);
        model.LoadSafetensors(weights);
        return read(new SentimentPredictor(model, vocabulary, device));
    }
}
