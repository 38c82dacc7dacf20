using RnnDsl.Examples.Common;

namespace RnnDsl.Examples.Translate;

/// <summary>One language with its tokenizer and vocabulary.</summary>
/// <param name="Name">Name of the language.</param>
/// <param name="Tokenizer">Splits texts into words.</param>
/// <param name="Vocabulary">Maps words to tokens.</param>
internal sealed record Language(string Name, WordTokenizer Tokenizer, ITextVocabulary Vocabulary);

/// <summary>The source and target languages.</summary>
internal sealed record Languages(Language Source, Language Target)
{
    private const string SourceName = "French";
    private const string TargetName = "English";

    public static WordTokenizer SourceTokenizer => TranslationTokenizers.French;

    public static WordTokenizer TargetTokenizer => TranslationTokenizers.English;

    /// <summary>Learns the vocabularies from tokenised sentences.</summary>
    public static Languages Learn(IEnumerable<IReadOnlyList<string>> sources, IEnumerable<IReadOnlyList<string>> targets, TranslateOptions options)
    {
        return Of(Vocabulary(sources), Vocabulary(targets));

        ITextVocabulary Vocabulary(IEnumerable<IReadOnlyList<string>> sentences) => options.Subwords
            ? SubwordVocabulary.FromSentences(sentences, options.VocabularySize)
            : WordVocabulary.FromSentences(sentences, options.MinimumFrequency, options.VocabularySize);
    }

    public void Save(RunFolder folder)
    {
        foreach (var language in (Language[])[Source, Target])
            language.Vocabulary.Save(PathOf(folder, language.Name, language.Vocabulary is SubwordVocabulary));
    }

    /// <exception cref="IOException">A vocabulary is missing.</exception>
    /// <exception cref="InvalidDataException">A vocabulary cannot be read.</exception>
    public static Languages Load(RunFolder folder, bool subwords)
    {
        return Of(Vocabulary(SourceName), Vocabulary(TargetName));

        ITextVocabulary Vocabulary(string language) => subwords
            ? SubwordVocabulary.Load(PathOf(folder, language, subwords))
            : WordVocabulary.Load(PathOf(folder, language, subwords));
    }

    private static Languages Of(ITextVocabulary source, ITextVocabulary target) =>
        new(new(SourceName, SourceTokenizer, source), new(TargetName, TargetTokenizer, target));

    /// <summary>The vocabulary path: a file for words, a folder for subwords.</summary>
    private static string PathOf(RunFolder folder, string language, bool subwords) =>
        folder.VocabularyOf(language.ToLowerInvariant()) is var path && subwords ? path : path + ".json";
}
