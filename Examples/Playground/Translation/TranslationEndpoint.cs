using System.Globalization;
using RnnDsl.Playground.Limits;
using RnnDsl.Playground.Server;

namespace RnnDsl.Playground.Translation;

/// <summary><c>POST /api/translate</c>: translates a French sentence, one event for each English word with its attention weights.</summary>
internal static class TranslationEndpoint
{
    /// <summary>Characters of a sentence for each word that is allowed.</summary>
    private const int CharactersPerWord = 40;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/translate", static async (HttpContext context, TranslationModel model, StreamRunner streams, PlaygroundOptions options) =>
    {
        var request = await Json.Read(context, Json.Default.TranslationRequest, TranslationRequest.Form);
        var translator = model.Translator
            ?? throw new RefusalException(StatusCodes.Status503ServiceUnavailable, $"The server has no translator. Run {model.Source.Command} and start the server again with the folder of its runs as --models.");
        var words = Check(request, options);
        await streams.Run(context, (events, cancellation) => Translate(translator, words, events, cancellation));
    });

    /// <summary>Checks a request.</summary>
    /// <returns>The words of the sentence.</returns>
    /// <exception cref="RefusalException">There are none, or too many.</exception>
    private static string[] Check(TranslationRequest request, PlaygroundOptions options)
    {
        if (request.Sentence.Length > CharactersPerWord * options.LongestSentence)
            throw new RefusalException(StatusCodes.Status413PayloadTooLarge, Invariant($"The sentence has {request.Sentence.Length:N0} characters, and {CharactersPerWord * options.LongestSentence:N0} are allowed. Shorten it."));
        var words = Translator.Split(request.Sentence);
        return words.Length == 0 ? throw new RefusalException(StatusCodes.Status400BadRequest, "The sentence has no words. Write one in French.")
            : words.Length > options.LongestSentence ? throw new RefusalException(StatusCodes.Status413PayloadTooLarge, Invariant($"The sentence has {words.Length:N0} words, and {options.LongestSentence:N0} are allowed. Shorten it."))
            : words;
    }

    private static async Task Translate(Translator translator, string[] words, EventStream events, CancellationToken cancellation)
    {
        var translated = translator.Translate(words);
        await events.Write("sentence", new TranslationEvent(translated.Source, translated.Text), Json.Default.TranslationEvent, cancellation);
        foreach (var word in translated.Words)
            await events.Write("word", word, Json.Default.TranslatedWord, cancellation);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
