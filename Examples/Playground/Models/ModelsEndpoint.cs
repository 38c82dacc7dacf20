using RnnDsl.Playground.Digits;
using RnnDsl.Playground.Limits;
using RnnDsl.Playground.Server;
using RnnDsl.Playground.Text;
using RnnDsl.Playground.Translation;

namespace RnnDsl.Playground.Models;

/// <summary><c>GET /api/models</c>: the models, the limits and the open streams.</summary>
internal static class ModelsEndpoint
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/models", static (HttpContext context, TextModel text, DigitModel digits, TranslationModel translation, StreamLimiter streams, PlaygroundOptions options) =>
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(
            new PlaygroundState(
                new ModelState(text.Name, text.Source.File is null, text.Source.Command),
                string.Concat(text.Vocabulary.Characters),
                new ModelState(DigitModel.Name, digits.Source.File is null, digits.Source.Command),
                DigitModel.Units,
                new TranslatorState(translation.Translator is not null, translation.Source.Command),
                new LimitState(options.LongestPrompt, options.LongestText, TextEndpoint.HighestTemperature, options.LargestDrawing, options.LongestSentence, options.Seconds),
                new StreamsState(streams.Open, streams.Clients, options.Streams, options.StreamsPerClient)),
            Json.Default.PlaygroundState);
    });
}

/// <summary>The models, the limits and the open streams.</summary>
internal sealed record PlaygroundState(ModelState Text, string Characters, ModelState Digits, int Units, TranslatorState Translator, LimitState Limits, StreamsState Streams);

/// <summary>A model: its name, whether it is a small embedded one, and the command that trains one.</summary>
internal sealed record ModelState(string Name, bool Embedded, string Command);

/// <summary>The translator: whether there is one, and the command that trains one.</summary>
internal sealed record TranslatorState(bool Available, string Command);

/// <summary>The limits of a request.</summary>
internal sealed record LimitState(int Prompt, int Text, double Temperature, int Drawing, int Sentence, int Seconds);

/// <summary>The open streams and their limits.</summary>
internal sealed record StreamsState(int Open, int Clients, int Limit, int LimitPerClient);
