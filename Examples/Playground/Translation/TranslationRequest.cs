namespace RnnDsl.Playground.Translation;

/// <summary>The body of <c>POST /api/translate</c>.</summary>
/// <param name="Sentence">The French sentence.</param>
internal sealed record TranslationRequest(string Sentence)
{
    public const string Form = """{"sentence": "Je suis fatigué."}""";
}

/// <summary>The first event: the French words, with the end of the sentence, and the translation as text.</summary>
internal sealed record TranslationEvent(string[] Source, string Text);

/// <summary>The event of each English word, and of the end of the sentence.</summary>
/// <param name="Word">The word.</param>
/// <param name="Weights">Its attention weight on each French word.</param>
internal sealed record TranslatedWord(string Word, double[] Weights);
