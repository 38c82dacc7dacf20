using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>Scores of a translator.</summary>
internal static class TranslationScore
{
    private const int BatchTokens = 4_000;

    /// <summary>Cross-entropy in nats per word of the references, end tokens included, without label smoothing.</summary>
    public static double CrossEntropy(SequenceToSequenceModel model, SequencePairs pairs) => Evaluation.Classification(
        model.Module, pairs.Batches(BatchSize.Tokens(BatchTokens)), batch => new(model.Scores(batch), batch.Targets, batch.TargetLengths)).Loss;

    /// <summary>Corpus BLEU of lower-case words, against all references.</summary>
    public static double Bleu(IEnumerable<EvaluationSentence> sentences, IEnumerable<SentenceTranslation> translations) => Metrics.Bleu.Corpus(
        [.. translations.Select(static translation => string.Join(' ', translation.Words))],
        [.. sentences.Select(static sentence => (string[])[.. sentence.References.Select(static words => string.Join(' ', words))])],
        new BleuOptions { Tokenizer = BleuTokenizer.None }).Score;
}
