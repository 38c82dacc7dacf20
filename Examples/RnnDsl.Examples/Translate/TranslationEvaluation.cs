using System.Globalization;
using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Translate;

/// <summary>Evaluation of a trained translator on the test set.</summary>
/// <param name="Perplexity">Perplexity of the references, per word.</param>
/// <param name="BleuGreedy">BLEU of greedy decoding.</param>
/// <param name="BleuBeam">BLEU of beam search of width 5.</param>
/// <param name="ByLength">BLEU of greedy decoding by source length.</param>
/// <param name="Beam">The translations of beam search.</param>
/// <param name="LengthPenalty">α of the length penalty of Wu et al. 2016.</param>
internal sealed record TranslationEvaluation(
    double Perplexity, double BleuGreedy, double BleuBeam, IReadOnlyList<TranslationEvaluation.Row> ByLength, IReadOnlyList<SentenceTranslation> Beam, double LengthPenalty)
{
    public const int BeamWidth = 5;

    /// <summary>BLEU of one range of source lengths.</summary>
    internal sealed record Row(string Name, int Sentences, double Bleu)
    {
        public static Row Of(string name, IReadOnlyList<(EvaluationSentence Sentence, SentenceTranslation Translation)> pairs) => new(
            name,
            pairs.Count,
            pairs.Count == 0 ? double.NaN : TranslationScore.Bleu(pairs.Select(static pair => pair.Sentence), pairs.Select(static pair => pair.Translation)));
    }

    /// <summary>Ranges of source lengths, in words.</summary>
    private static readonly (string Name, int Longest)[] Lengths = [("1-5", 5), ("6-10", 10), ("11-15", 15), ("16-20", 20), ("21+", int.MaxValue)];

    /// <summary>The model is in evaluation mode.</summary>
    public static TranslationEvaluation Of(SequenceToSequenceModel model, SentenceTranslator translator, TranslationData data, double lengthPenalty)
    {
        using var noGrad = TorchSharp.torch.no_grad();
        var sources = data.Test.Select(static sentence => sentence.Source).ToList();
        Show.Line($"\nTranslating {Show.Count(sources.Count)} test sentences...");
        var greedy = Best(translator.Translate(sources, SentenceTranslator.Greedy, "Greedy decoding"));
        var beam = Best(translator.Translate(sources, SentenceTranslator.Beam(BeamWidth, lengthPenalty), "Beam search"));

        var pairs = data.Test.Zip(greedy).ToLookup(static pair => Array.FindIndex(Lengths, length => pair.First.Source.Count <= length.Longest));
        return new(
            Metrics.Perplexity.Of(TranslationScore.CrossEntropy(model, data.TestPairs)),
            TranslationScore.Bleu(data.Test, greedy),
            TranslationScore.Bleu(data.Test, beam),
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
