using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>Makes one of the two translators.</summary>
internal static class TranslationModel
{
    public static SequencePairModel Create(TranslationSettings settings, Languages languages, Device device)
    {
        var (sourceWords, targetWords) = (languages.Source.Vocabulary.Count, languages.Target.Vocabulary.Count);
        if (settings.Attention)
        {
            var attending = new Translator(sourceWords, settings.Embedding, settings.Hidden, targetWords, settings.Readout, device);
            return SequencePairModel.Of(attending, batch => attending.call(batch.Source, batch.SourceLengths, batch.Inputs).Output, attending.Loss);
        }

        var summing = new SummaryTranslator(sourceWords, settings.Embedding, settings.Hidden, targetWords, settings.Readout, device);
        return SequencePairModel.Of(summing, batch => summing.call(batch.Source, batch.SourceLengths, batch.Inputs), summing.Loss);
    }
}
