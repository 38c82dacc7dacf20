using System.Security.Cryptography;
using System.Text;
using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>The pairs of one run: those that are learned from, some to look at on the way, and some to judge by in the end.</summary>
internal sealed class TranslationData
{
    /// <summary>What is held out is the same in every run, whatever its weights are drawn from.</summary>
    private const long SplitSeed = 2015;

    /// <summary>Longer sentences are left out of training: there are few, and each would fill a batch with padding.</summary>
    private const int Longest = 30;

    private TranslationData(
        Languages languages, IReadOnlyList<Translation> training, IReadOnlyList<HeldOutTranslation> validation, IReadOnlyList<HeldOutTranslation> heldOut, Device device)
    {
        (Languages, Validation, HeldOut) = (languages, validation, heldOut);
        Training = Encode(training, languages, device);
        ValidationPairs = Encode(validation.SelectMany(static sentence => sentence.Pairs), languages, device);
        HeldOutPairs = Encode(heldOut.SelectMany(static sentence => sentence.Pairs), languages, device);
        UnknownSources = UnknownTokens.Count(languages.Source.Vocabulary, heldOut.Select(static sentence => sentence.Source));
        UnknownTargets = UnknownTokens.Count(languages.Target.Vocabulary, heldOut.SelectMany(static sentence => sentence.References));
        var lines = training.Select(static pair => $"{string.Join(' ', pair.Source)}\t{string.Join(' ', pair.Target)}\n");
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    public Languages Languages { get; }

    public SequencePairs Training { get; }

    /// <summary>To look at on the way.</summary>
    public IReadOnlyList<HeldOutTranslation> Validation { get; }

    /// <summary>Each of these with each of its references.</summary>
    public SequencePairs ValidationPairs { get; }

    /// <summary>To judge by in the end.</summary>
    public IReadOnlyList<HeldOutTranslation> HeldOut { get; }

    /// <summary>Each of these with each of its references.</summary>
    public SequencePairs HeldOutPairs { get; }

    /// <summary>What the vocabulary does not know of the held-out sources.</summary>
    public UnknownTokens UnknownSources { get; }

    /// <summary>What the vocabulary does not know of the held-out references.</summary>
    public UnknownTokens UnknownTargets { get; }

    /// <summary>Tells these training pairs from others (SHA-256).</summary>
    public string Fingerprint { get; }

    /// <exception cref="UsageException">There are too few pairs.</exception>
    public static TranslationData Read(TranslateOptions options, Device device)
    {
        var set = DataSets.EnglishFrench with { Sample = SamplePairs.Open };
        var data = DataFinder.Find(set, options.Data);
        Show.Line($"Pairs from {data.Place}");
        var read = SentencePairs.Read(data, set.Files[0].Name, "fra.txt", sourceColumn: 1, targetColumn: 0);
        if (read.Malformed > 0)
            Console.Error.WriteLine($"Warning: {Show.Count(read.Malformed)} lines are not sentence pairs, such as: {read.Problems[0]}");

        var (training, heldOut) = HoldOut(read.Pairs, options.HeldOut, "--held-out", SplitSeed);
        (training, var validation) = HoldOut(training, options.Validation, "--validation", SplitSeed + 1);
        List<Translation> pairs = [.. Some(training, options.Limit)
            .Select(static pair => new Translation(Languages.SourceTokenizer.Split(pair.Source), Languages.TargetTokenizer.Split(pair.Target)))
            .Where(static pair => pair is { Source.Count: > 0 and <= Longest, Target.Count: > 0 and <= Longest })];
        if (pairs.Count == 0)
            throw new UsageException($"{data.Place} has no pair of sentences of 1 to {Longest} words: there is nothing to train on.");
        try
        {
            var languages = Languages.Learn(pairs.Select(static pair => pair.Source), pairs.Select(static pair => pair.Target), options);
            return new(languages, pairs, [.. validation.Select(HeldOutTranslation.Of)], [.. heldOut.Select(HeldOutTranslation.Of)], device);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"--vocabulary-size {options.VocabularySize}: {problem.Message}");
        }
    }

    /// <summary>So many pairs drawn at random, or all.</summary>
    private static IReadOnlyList<SentencePair> Some(IReadOnlyList<SentencePair> pairs, int? limit)
    {
        if (limit is not { } count || count >= pairs.Count)
            return pairs;
        var drawn = pairs.ToArray();
        new RandomSource(SplitSeed + 2).Shuffle(drawn.AsSpan());
        return drawn[..count];
    }

    /// <summary>So many sources, but no more than a tenth of the pairs.</summary>
    private static SentencePairSplit HoldOut(IReadOnlyList<SentencePair> pairs, int count, string option, long seed)
    {
        try
        {
            return SentencePairSplit.Draw(pairs, Math.Max(1, Math.Min(count, pairs.Count / 10)), seed);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"{option} {Show.Count(count)}: {problem.Message}");
        }
    }

    private static SequencePairs Encode(IEnumerable<Translation> pairs, Languages languages, Device device) =>
        new(pairs.Select(pair => (languages.Source.Vocabulary.Encode(pair.Source), languages.Target.Vocabulary.Encode(pair.Target))), device: device);
}

/// <summary>A sentence and its translation, in words.</summary>
internal sealed record Translation(IReadOnlyList<string> Source, IReadOnlyList<string> Target);

/// <summary>A sentence to judge by, in words, and all its translations.</summary>
internal sealed record HeldOutTranslation(IReadOnlyList<string> Source, IReadOnlyList<IReadOnlyList<string>> References)
{
    public static HeldOutTranslation Of(HeldOutSentence sentence) =>
        new(Languages.SourceTokenizer.Split(sentence.Source), [.. sentence.References.Select(static reference => Languages.TargetTokenizer.Split(reference))]);

    public IEnumerable<Translation> Pairs => References.Select(reference => new Translation(Source, reference));
}
