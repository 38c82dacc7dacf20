using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>Translates tokenised sentences.</summary>
internal sealed class SentenceTranslator(SequenceToSequenceModel model, Languages languages, Device device)
{
    private const int Batch = 100;

    private static LengthLimit Longest { get; } = LengthLimit.RelativeToSource(2, 10);

    /// <summary>Options of greedy decoding.</summary>
    public static DecodingOptions Greedy { get; } = new() { Begin = SpecialTokens.Begin, End = SpecialTokens.End, MaximumLength = Longest };

    /// <summary>Options of beam search with the length penalty of Wu et al. 2016.</summary>
    public static BeamSearchOptions Beam(int width, double lengthPenalty, int nBest = 1) => new()
    {
        Begin = SpecialTokens.Begin,
        End = SpecialTokens.End,
        MaximumLength = Longest,
        BeamWidth = width,
        NBest = nBest,
        LengthPenalty = LengthPenalty.Wu(lengthPenalty),
    };

    /// <summary>The translations of each sentence, best first, in the order of the sentences.</summary>
    /// <param name="sentences">The words of each sentence.</param>
    /// <param name="options">Greedy or beam search options.</param>
    /// <param name="progress">Title of a <see cref="ProgressLine"/>; <c>null</c> for none.</param>
    public IReadOnlyList<IReadOnlyList<SentenceTranslation>> Translate(IReadOnlyList<IReadOnlyList<string>> sentences, DecodingOptions options, string? progress = null)
    {
        long[][] tokens = [.. sentences.Select(words => languages.Source.Vocabulary.Encode(words))];
        var sources = new SequencePairs(tokens.Select(static source => (source, Array.Empty<long>())), device: device);
        var translations = new IReadOnlyList<SentenceTranslation>[tokens.Length];

        // Batches of similar length have little padding.
        foreach (var numbers in ProgressLine.Over(progress, [.. Enumerable.Range(0, tokens.Length).OrderBy(i => tokens[i].Length).Select(static i => (long)i).Chunk(Batch)]))
        {
            using var batch = sources.Batch(numbers);
            foreach (var (number, found) in numbers.Zip(model.Search(batch.Source, batch.SourceLengths, options)))
                translations[number] = [.. found.Select(hypothesis => new SentenceTranslation(sentences[(int)number], tokens[number], hypothesis, languages))];
        }
        return translations;
    }
}
