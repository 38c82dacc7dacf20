using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>Sentences in, sentences out.</summary>
internal sealed class SentenceTranslator(SequencePairModel model, Languages languages, Device device)
{
    private const int Batch = 100;

    private static LengthLimit Longest { get; } = LengthLimit.RelativeToSource(2, 10);

    /// <summary>The likeliest word at each step.</summary>
    public static DecodingOptions Greedy { get; } = new() { Begin = SpecialTokens.Begin, End = SpecialTokens.End, MaximumLength = Longest };

    /// <summary>The likeliest sentence that a beam finds, its length weighed as by Wu et al. 2016.</summary>
    public static BeamSearchOptions Beam(int width, double lengthPenalty, int nBest = 1) => new()
    {
        Begin = SpecialTokens.Begin,
        End = SpecialTokens.End,
        MaximumLength = Longest,
        BeamWidth = width,
        NBest = nBest,
        LengthPenalty = LengthPenalty.Wu(lengthPenalty),
    };

    /// <summary>Translations of sentences, in their order; of each the best first.</summary>
    /// <param name="sentences">The words of each.</param>
    /// <param name="options">Greedy, or a beam.</param>
    public IReadOnlyList<IReadOnlyList<SentenceTranslation>> Translate(IReadOnlyList<IReadOnlyList<string>> sentences, DecodingOptions options)
    {
        long[][] tokens = [.. sentences.Select(words => languages.Source.Vocabulary.Encode(words))];
        var sources = new SequencePairs(tokens.Select(static source => (source, Array.Empty<long>())), device: device);
        var translations = new IReadOnlyList<SentenceTranslation>[tokens.Length];

        // Sentences of one length side by side: nobody waits for a long one.
        foreach (var numbers in Enumerable.Range(0, tokens.Length).OrderBy(i => tokens[i].Length).Select(static i => (long)i).Chunk(Batch))
        {
            using var batch = sources.Batch(numbers);
            foreach (var (number, found) in numbers.Zip(model.Search(batch.Source, batch.SourceLengths, options)))
                translations[number] = [.. found.Select(hypothesis => new SentenceTranslation(sentences[(int)number], tokens[number], hypothesis, languages))];
        }
        return translations;
    }
}
