using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>How good a translator is on sentences that it has not seen.</summary>
internal static class TranslationScore
{
    private const int BatchTokens = 4_000;

    /// <summary>
    /// The cross entropy of a word of the references, the end of each among them: nats, labels not smoothed. The module is in evaluation mode and
    /// gradients are off.
    /// </summary>
    public static double CrossEntropy(SequencePairModel model, SequencePairs pairs)
    {
        var batches = new LengthBuckets(pairs.Lengths, BatchSize.Tokens(BatchTokens), seed: 0);
        var (sum, words) = (0d, 0L);
        for (var step = 1L; step <= batches.StepsPerEpoch; step++)
        {
            using var scope = NewDisposeScope();
            var batch = pairs.Batch(batches.At(step));
            var count = batch.TargetLengths.sum().item<long>();
            sum += count * (double)ModelLoss.Classify(model.Scores(batch), batch.Targets, nameof(SequencePairModel), batch.TargetLengths).item<float>();
            words += count;
        }
        return sum / words;
    }

    /// <summary>BLEU on words in small letters, against all references.</summary>
    public static double Bleu(IEnumerable<HeldOutTranslation> sentences, IEnumerable<SentenceTranslation> translations) => RnnDsl.Metrics.Bleu.Corpus(
        [.. translations.Select(static translation => string.Join(' ', translation.Words))],
        [.. sentences.Select(static sentence => (string[])[.. sentence.References.Select(static words => string.Join(' ', words))])],
        new BleuOptions { Tokenizer = BleuTokenizer.None }).Score;
}
