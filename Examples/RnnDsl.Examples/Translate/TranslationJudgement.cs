using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Translate;

/// <summary>A trained translator on the sentences that were held out.</summary>
/// <param name="Perplexity">Of the references, a word each time.</param>
/// <param name="BleuGreedy">With the likeliest word at each step.</param>
/// <param name="BleuBeam">With a beam of five.</param>
/// <param name="ByLength">BLEU, greedy, by the number of words in the source.</param>
/// <param name="Beam">What the beam found.</param>
/// <param name="LengthPenalty">With this α of Wu et al. 2016.</param>
internal sealed record TranslationJudgement(
    double Perplexity, double BleuGreedy, double BleuBeam, IReadOnlyList<TranslationJudgement.Row> ByLength, IReadOnlyList<SentenceTranslation> Beam, double LengthPenalty)
{
    public const int BeamWidth = 5;

    /// <summary>The sentences of some lengths.</summary>
    internal sealed record Row(string Name, int Sentences, double Bleu)
    {
        public static Row Of(string name, IReadOnlyList<(HeldOutTranslation Sentence, SentenceTranslation Translation)> pairs) => new(
            name,
            pairs.Count,
            pairs.Count == 0 ? double.NaN : TranslationScore.Bleu(pairs.Select(static pair => pair.Sentence), pairs.Select(static pair => pair.Translation)));
    }

    /// <summary>Up to how many words a sentence is of which group.</summary>
    private static readonly (string Name, int Longest)[] Lengths = [("1-5", 5), ("6-10", 10), ("11-15", 15), ("16-20", 20), ("21+", int.MaxValue)];

    /// <summary>The model is in evaluation mode.</summary>
    public static TranslationJudgement Of(SequencePairModel model, SentenceTranslator translator, TranslationData data, double lengthPenalty)
    {
        using var quiet = TorchSharp.torch.no_grad();
        var sources = data.HeldOut.Select(static sentence => sentence.Source).ToList();
        Show.Line($"\nTranslating {Show.Count(sources.Count)} held-out sentences...");
        var greedy = Best(translator.Translate(sources, SentenceTranslator.Greedy));
        var beam = Best(translator.Translate(sources, SentenceTranslator.Beam(BeamWidth, lengthPenalty)));

        var pairs = data.HeldOut.Zip(greedy).ToLookup(static pair => Array.FindIndex(Lengths, length => pair.First.Source.Count <= length.Longest));
        return new(
            RnnDsl.Metrics.Perplexity.Of(TranslationScore.CrossEntropy(model, data.HeldOutPairs)),
            TranslationScore.Bleu(data.HeldOut, greedy),
            TranslationScore.Bleu(data.HeldOut, beam),
            [.. Lengths.Select((length, group) => Row.Of(length.Name, [.. pairs[group]]))],
            beam,
            lengthPenalty);
    }

    public void Print()
    {
        Show.Line($"Perplexity: {Show.Number(Perplexity)}");
        Show.Line($"BLEU, greedy: {Show.Number(BleuGreedy)}");
        Show.Line($"BLEU, beam of {BeamWidth}, length penalty {LengthPenalty.ToString(CultureInfo.InvariantCulture)}: {Show.Number(BleuBeam)}\n");
        Show.Line($"{"words in the source",-22}{"sentences",-12}BLEU, greedy");
        foreach (var row in ByLength)
            Show.Line($"{row.Name,-22}{Show.Count(row.Sentences),-12}{(row.Sentences > 0 ? Show.Number(row.Bleu) : "-")}");
        Show.Line();
    }

    private static List<SentenceTranslation> Best(IReadOnlyList<IReadOnlyList<SentenceTranslation>> translations) => [.. translations.Select(static found => found[0])];
}
