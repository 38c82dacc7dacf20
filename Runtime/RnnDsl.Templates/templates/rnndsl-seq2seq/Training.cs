using System.Security.Cryptography;
using TorchSharp;
using static TorchSharp.torch;

namespace RnnDslApp._1;

/// <summary>Trains, evaluates and uses the translator. A run lives in one folder: checkpoints, weights, vocabularies.</summary>
public static class Training
{
    /// <summary>Reads pairs: source, tab, target, words separated by spaces.</summary>
    /// <exception cref="InvalidDataException">A line has no tab.</exception>
    public static List<(string[] Source, string[] Target)> Read(string path) =>
        [.. File.ReadLines(path).Select((line, i) => line.Split('\t') is [var source, var target]
            ? (source.Split(' '), target.Split(' '))
            : throw new InvalidDataException($"{path}, line {i + 1}: expected a source, one tab and a target."))];

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

    /// <summary>Translates texts with beam search.</summary>
    public static IReadOnlyList<string> Translate(string folder, IReadOnlyList<string> texts)
    {
        var source = WordVocabulary.Load(Path.Combine(folder, "source.json"));
        var target = WordVocabulary.Load(Path.Combine(folder, "target.json"));
        using var model = new Translator(source.Count, target.Count);
        model.LoadSafetensors(Path.Combine(folder, "model.safetensors"));
        var options = new BeamSearchOptions { Begin = SpecialTokens.Begin, End = SpecialTokens.End, MaximumLength = LengthLimit.RelativeToSource(3, 10), BeamWidth = 4 };
        return [.. texts.Select(text =>
        {
            using var scope = NewDisposeScope();
            var tokens = tensor((long[])[.. source.Encode(text.Split(' ')), SpecialTokens.End]).unsqueeze(0);
            return string.Join(' ', target.Decode([.. SequenceDecoder.BeamSearch(model, tokens, null, options)[0][0].Tokens]));
        })];
    }

    /// <summary>The share of pairs that are translated exactly.</summary>
    public static double ExactMatch(string folder, string data)
    {
        var pairs = Read(data);
        var translated = Translate(folder, [.. pairs.Select(pair => string.Join(' ', pair.Source))]);
        return pairs.Zip(translated).Count(pair => string.Join(' ', pair.First.Target) == pair.Second) / (double)pairs.Count;
    }
}
