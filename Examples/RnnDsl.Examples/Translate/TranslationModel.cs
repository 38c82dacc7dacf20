using RnnDsl.Examples.Common;
using static TorchSharp.torch;

namespace RnnDsl.Examples.Translate;

/// <summary>Creates one of the two translators.</summary>
internal static class TranslationModel
{
    public static SequenceToSequenceModel Create(TranslationSettings settings, Languages languages, Device device)
    {
        var (sourceWords, targetWords) = (languages.Source.Vocabulary.Count, languages.Target.Vocabulary.Count);
        if (settings.Attention)
        {
            var withAttention = new Translator(sourceWords, settings.Embedding, settings.Hidden, targetWords, settings.Readout, device);
            return SequenceToSequenceModel.Of(withAttention, batch => withAttention.call(batch.Source, batch.SourceLengths, batch.Inputs).Output, withAttention.Loss);
        }

        var withContext = new ContextTranslator(sourceWords, settings.Embedding, settings.Hidden, targetWords, settings.Readout, device);
        return SequenceToSequenceModel.Of(withContext, batch => withContext.call(batch.Source, batch.SourceLengths, batch.Inputs), withContext.Loss);
    }
}
