using System.Security.Cryptography;
using System.Text;
using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>The sentence pairs of one run: training, validation and test sets.</summary>
internal sealed class TranslationData
{
    /// <summary>Seed of the data split, the same in every run.</summary>
    private const long SplitSeed = 2015;

    /// <summary>Longer sentences are excluded from training: they are few, and each would fill a batch with padding.</summary>
    private const int Longest = 30;

    private TranslationData(
        Languages languages, IReadOnlyList<Translation> training, IReadOnlyList<EvaluationSentence> validation, IReadOnlyList<EvaluationSentence> test, Device device)
    {
        (Languages, Validation, Test) = (languages, validation, test);
        Training = Encode(training, languages, device);
        ValidationPairs = Encode(validation.SelectMany(static sentence => sentence.Pairs), languages, device);
        TestPairs = Encode(test.SelectMany(static sentence => sentence.Pairs), languages, device);
        UnknownSources = UnknownTokens.Count(languages.Source.Vocabulary, test.Select(static sentence => sentence.Source));
        UnknownTargets = UnknownTokens.Count(languages.Target.Vocabulary, test.SelectMany(static sentence => sentence.References));
        var lines = training.Select(static pair => $"{string.Join(' ', pair.Source)}\t{string.Join(' ', pair.Target)}\n");
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Concat(lines))));
    }

    public Languages Languages { get; }

    public SequencePairs Training { get; }

    /// <summary>The validation set.</summary>
    public IReadOnlyList<EvaluationSentence> Validation { get; }

    /// <summary>The validation pairs: each source with each of its references.</summary>
    public SequencePairs ValidationPairs { get; }

    /// <summary>The test set.</summary>
    public IReadOnlyList<EvaluationSentence> Test { get; }

    /// <summary>The test pairs: each source with each of its references.</summary>
    public SequencePairs TestPairs { get; }

    /// <summary>Unknown words of the test sources.</summary>
    public UnknownTokens UnknownSources { get; }

    /// <summary>Unknown words of the test references.</summary>
    public UnknownTokens UnknownTargets { get; }

    /// <summary>SHA-256 of the training pairs, which identifies the data.</summary>
    public string Fingerprint { get; }

    /// <exception cref="UsageException">There are too few pairs.</exception>
    public static TranslationData Read(TranslateOptions options, Device device)
    {
        var set = DataSets.EnglishFrench with { Sample = SamplePairs.Open };
        var data = DataFinder.Find(set, options.Data);
        Show.Line($"Pairs from {data.Location}");
        var read = SentencePairs.Read(data, set.Files[0].Name, "fra.txt", sourceColumn: 1, targetColumn: 0);
        if (read.Malformed > 0)
            Console.Error.WriteLine($"Warning: {Show.Count(read.Malformed)} lines are not sentence pairs, such as: {read.Problems[0]}");

        var (training, test) = Split(read.Pairs, options.Test, "--test", SplitSeed);
        (training, var validation) = Split(training, options.Validation, "--validation", SplitSeed + 1);
        List<Translation> pairs = [.. Some(training, options.Limit)
            .Select(static pair => new Translation(Languages.SourceTokenizer.Split(pair.Source), Languages.TargetTokenizer.Split(pair.Target)))
            .Where(static pair => pair is { Source.Count: > 0 and <= Longest, Target.Count: > 0 and <= Longest })];
        if (pairs.Count == 0)
            throw new UsageException($"{data.Location} has no pair of sentences of 1 to {Longest} words: there is nothing to train on.");
        try
        {
            if (options.Subwords)
                Show.Line("Learning the subword vocabularies...");
            var languages = Languages.Learn(pairs.Select(static pair => pair.Source), pairs.Select(static pair => pair.Target), options);
            return new(languages, pairs, [.. validation.Select(EvaluationSentence.Of)], [.. test.Select(EvaluationSentence.Of)], device);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"--vocabulary-size {options.VocabularySize}: {problem.Message}");
        }
    }

    /// <summary>A random sample of the pairs, or all.</summary>
    private static IReadOnlyList<SentencePair> Some(IReadOnlyList<SentencePair> pairs, int? limit)
    {
        if (limit is not { } count || count >= pairs.Count)
            return pairs;
        var drawn = pairs.ToArray();
        new RandomSource(SplitSeed + 2).Shuffle(drawn.AsSpan());
        return drawn[..count];
    }

    /// <summary>Splits off <paramref name="count"/> sources, at most a tenth of the pairs.</summary>
    private static SentencePairSplit Split(IReadOnlyList<SentencePair> pairs, int count, string option, long seed)
    {
        try
        {
            return SentencePairSplit.Create(pairs, Math.Max(1, Math.Min(count, pairs.Count / 10)), seed);
        }
        catch (ArgumentException problem)
        {
            throw new UsageException($"{option} {Show.Count(count)}: {problem.Message}");
        }
    }

    private static SequencePairs Encode(IEnumerable<Translation> pairs, Languages languages, Device device) =>
        new(pairs.Select(pair => (languages.Source.Vocabulary.Encode(pair.Source), languages.Target.Vocabulary.Encode(pair.Target))), device: device);
}

/// <summary>A tokenised sentence with its translation.</summary>
internal sealed record Translation(IReadOnlyList<string> Source, IReadOnlyList<string> Target);

/// <summary>A tokenised validation or test sentence with all its references.</summary>
internal sealed record EvaluationSentence(IReadOnlyList<string> Source, IReadOnlyList<IReadOnlyList<string>> References)
{
    public static EvaluationSentence Of(SentenceWithReferences sentence) =>
        new(Languages.SourceTokenizer.Split(sentence.Source), [.. sentence.References.Select(static reference => Languages.TargetTokenizer.Split(reference))]);

    public IEnumerable<Translation> Pairs => References.Select(reference => new Translation(Source, reference));
}
