using RnnDsl.Examples.Translate;
using RnnDsl.Playground.Models;

namespace RnnDsl.Playground.Translation;

/// <summary>Translates French sentences by beam search, and says which French words each English word attends to.</summary>
internal sealed class Translator
{
    private const int Beam = 5;

    private readonly Examples.Translate.Translator.Streaming _weights;
    private readonly WordVocabulary _french;
    private readonly WordVocabulary _english;

    private Translator(Examples.Translate.Translator.Streaming weights, WordVocabulary french, WordVocabulary english) => (_weights, _french, _english) = (weights, french, english);

    /// <summary>Loads the translator of a run.</summary>
    /// <exception cref="IOException">A file cannot be read, or does not hold the weights of the model.</exception>
    /// <exception cref="InvalidDataException">A vocabulary is damaged, or weights and vocabularies are not of one training.</exception>
    public static Translator Create(TrainedRun run, ModelSource source)
    {
        var (french, english) = (WordVocabulary.Load(run.VocabularyOf("french")), WordVocabulary.Load(run.VocabularyOf("english")));
        var weights = Examples.Translate.Translator.Streaming.Load(source.File!);
        if (weights.OutputSize != english.Count)
            throw new InvalidDataException($"The English vocabulary has {english.Count} words, and the model of {source} has {weights.OutputSize}: they are not of one training.");
        try
        {
            // The last word of the French vocabulary: a table of another training has fewer or more rows.
            weights.NewStream().Encode([french.Count - 1]);
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new InvalidDataException($"The French vocabulary has {french.Count} words, more than the model of {source}: they are not of one training.");
        }

        return new Translator(weights, french, english);
    }

    /// <summary>The words of a French sentence.</summary>
    public static string[] Split(string sentence) => TranslationTokenizers.French.Split(sentence);

    /// <summary>Translates the words of a sentence.</summary>
    /// <param name="words">The words, at least one.</param>
    public TranslatedSentence Translate(string[] words)
    {
        var source = _french.Encode(words);
        var stream = _weights.NewStream();
        stream.Encode([.. source.Append(SpecialTokens.End).Select(static token => (int)token)]);
        var best = stream.BeamSearch(new BeamSearchOptions
        {
            Begin = SpecialTokens.Begin,
            End = SpecialTokens.End,
            MaximumLength = LengthLimit.RelativeToSource(2, 10),
            BeamWidth = Beam,
            LengthPenalty = LengthPenalty.Wu(1),
        })[0];
        var attention = best.Attention!;
        var english = best.TokensAndEnd(SpecialTokens.End).Select((token, step) => token == SpecialTokens.Unknown ? UnknownWordReplacement.Of(words, source, attention, step) : _english[token]).ToArray();
        return new TranslatedSentence(
            [.. words, _french[SpecialTokens.End]],
            TranslationTokenizers.English.Join(english.Take(best.Tokens.Count)),
            [.. english.Select((word, step) => new TranslatedWord(word, [.. Enumerable.Range(0, attention.GetLength(1)).Select(position => Math.Round(attention[step, position], 3))]))]);
    }
}

/// <summary>A sentence with its translation.</summary>
/// <param name="Source">The French words, with the end of the sentence.</param>
/// <param name="Text">The translation as text.</param>
/// <param name="Words">Its words, with the end of the sentence if it was found.</param>
internal sealed record TranslatedSentence(string[] Source, string Text, TranslatedWord[] Words);
