using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>Scores of a translator.</summary>
internal static class TranslationScore
{
    private const int BatchTokens = 4_000;

    /// <summary>
    /// Cross-entropy in nats per word of the references, end tokens included, without label smoothing. The module is in evaluation mode and gradients
    /// are off.
    /// </summary>
    public static double CrossEntropy(SequenceToSequenceModel model, SequencePairs pairs)
    {
        var batches = new LengthBuckets(pairs.Lengths, BatchSize.Tokens(BatchTokens), seed: 0);
        var (sum, words) = (0d, 0L);
        for (var step = 1L; step <= batches.StepsPerEpoch; step++)
        {
            using var scope = NewDisposeScope();
            var batch = pairs.Batch(batches.At(step));
            var count = batch.TargetLengths.sum().item<long>();
            sum += count * (double)ModelLoss.Classify(model.Scores(batch), batch.Targets, nameof(SequenceToSequenceModel), batch.TargetLengths).item<float>();
            words += count;
        }
        return sum / words;
    }

    /// <summary>Corpus BLEU of lower-case words, against all references.</summary>
    public static double Bleu(IEnumerable<EvaluationSentence> sentences, IEnumerable<SentenceTranslation> translations) => Metrics.Bleu.Corpus(
        [.. translations.Select(static translation => string.Join(' ', translation.Words))],
        [.. sentences.Select(static sentence => (string[])[.. sentence.References.Select(static words => string.Join(' ', words))])],
        new BleuOptions { Tokenizer = BleuTokenizer.None }).Score;
}
