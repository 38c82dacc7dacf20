using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDslApp._1;

/// <summary>Trains, evaluates and uses the translator. A run lives in one folder: checkpoints, weights, vocabularies.</summary>
public static class Training
{
    /// <summary>Reads pairs: source, tab, target, words separated by spaces.</summary>
    /// <exception cref="InvalidDataException">A line is no pair, or there are no lines.</exception>
    public static List<(string[] Source, string[] Target)> Read(string path)
    {
        var pairs = File.ReadLines(path).Select((line, i) => line.Split('\t') is [var left, var right] && Words(left) is { Length: > 0 } source && Words(right) is { Length: > 0 } target
            ? (source, target)
            : throw new InvalidDataException($"{path}, line {i + 1}: expected a source, one tab and a target.")).ToList();
        return pairs.Count > 0 ? pairs : throw new InvalidDataException($"{path} has no pairs.");
    }

    public static TrainingResult Train(string data, string folder, long steps)
    {
        var pairs = Read(data);
        var source = WordVocabulary.FromSentences(pairs.Select(pair => pair.Source));
        var target = WordVocabulary.FromSentences(pairs.Select(pair => pair.Target));

        // Batches of pairs of similar length: little padding.
        var sequences = new SequencePairs(pairs.Select(pair => (source.Encode(pair.Source), target.Encode(pair.Target))));
        var batches = new LengthBuckets(sequences.Lengths, BatchSize.Pairs(32), seed: 1);

        manual_seed(1);
        using var model = new Translator(source.Count, target.Count);
        using var optimizer = optim.Adam(model.parameters(), 0.005);
        var checkpoints = Path.Combine(folder, "checkpoints");
        var result = new Trainer(
            model,
            optimizer,
            step =>
            {
                using var batch = sequences.Batch(batches.At(step.Number));
                return model.Loss(model.call(batch.Source, batch.SourceLengths, batch.Inputs).Output, batch.Targets, batch.TargetLengths);
            },
            new TrainerOptions
            {
                Steps = steps, Seed = 1, ClipNorm = 1, LogEvery = 50,
                CheckpointFolder = checkpoints, CheckpointEvery = 100, Resume = true,
                Settings = new Dictionary<string, string> { ["data"] = Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(data))) },
            }).Run();
        if (result.Outcome != TrainingOutcome.Interrupted)
        {
            source.Save(Path.Combine(folder, "source.json"));
            target.Save(Path.Combine(folder, "target.json"));
            model.SaveSafetensors(Path.Combine(folder, "model.safetensors"));
        }

        return result;
    }

    /// <summary>Translates a text with beam search.</summary>
    /// <exception cref="FileNotFoundException">There is no trained model in the folder.</exception>
    /// <exception cref="InvalidDataException">The text is empty, or has words that the training data does not have.</exception>
    public static string Translate(string folder, string text)
    {
        var (model, source, target) = Load(folder);
        using (model)
        {
            var words = Words(text);
            var unknown = words.Where(word => !source.TryGetToken(word, out _)).Distinct().ToList();
            if (words.Length == 0 || unknown.Count > 0)
            {
                throw new InvalidDataException(words.Length == 0 ? "There are no words in the text." : $"The training data does not have these words of the text: {string.Join(", ", unknown)}.");
            }

            return Search(model, source, target, words);
        }
    }

    /// <summary>The share of pairs that are translated exactly.</summary>
    /// <exception cref="FileNotFoundException">There is no trained model in the folder, or no such file of pairs.</exception>
    public static double ExactMatch(string folder, string data)
    {
        var (model, source, target) = Load(folder);
        using (model)
        {
            return Read(data).Average(pair => Search(model, source, target, pair.Source) == string.Join(' ', pair.Target) ? 1.0 : 0.0);
        }
    }

    private static (Translator Model, WordVocabulary Source, WordVocabulary Target) Load(string folder)
    {
        var weights = Path.Combine(folder, "model.safetensors");
        if (!File.Exists(weights))
        {
            throw new FileNotFoundException($"There is no {weights}. Train first: dotnet run -- train");
        }

        var (source, target) = (WordVocabulary.Load(Path.Combine(folder, "source.json")), WordVocabulary.Load(Path.Combine(folder, "target.json")));
        var model = new Translator(source.Count, target.Count);
        model.LoadSafetensors(weights);
        return (model, source, target);
    }

    private static string Search(Translator model, WordVocabulary source, WordVocabulary target, string[] words)
    {
        var options = new BeamSearchOptions { Begin = SpecialTokens.Begin, End = SpecialTokens.End, MaximumLength = LengthLimit.RelativeToSource(3, 10), BeamWidth = 4 };
        using var scope = NewDisposeScope();
        var tokens = tensor((long[])[.. source.Encode(words), SpecialTokens.End]).unsqueeze(0);
        return string.Join(' ', target.Decode([.. SequenceDecoder.BeamSearch(model, tokens, null, options)[0][0].Tokens]));
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
