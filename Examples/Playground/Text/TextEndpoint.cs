using System.Diagnostics;
using System.Globalization;
using RnnDsl.Playground.Limits;
using RnnDsl.Playground.Server;

namespace RnnDsl.Playground.Text;

/// <summary><c>POST /api/text</c>: continues a text, one event for each character.</summary>
internal static class TextEndpoint
{
    public const double HighestTemperature = 2;

    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/text", static async (HttpContext context, TextModel model, StreamRunner streams, PlaygroundOptions options) =>
    {
        var request = await Json.Read(context, Json.Default.TextRequest, TextRequest.Form);
        var tokens = Check(request, model, options);
        await streams.Run(context, (events, cancellation) => Continue(new TextContinuation(model, request), tokens, request.Length ?? options.LongestText, options.CharactersPerSecond, events, cancellation));
    });

    /// <summary>Checks a request.</summary>
    /// <returns>The tokens of the text.</returns>
    /// <exception cref="RefusalException">A value is out of range.</exception>
    private static int[] Check(TextRequest request, TextModel model, PlaygroundOptions options)
    {
        if (request.Prompt.Length > options.LongestPrompt)
            throw new RefusalException(StatusCodes.Status413PayloadTooLarge, Invariant($"The text has {request.Prompt.Length:N0} characters, and {options.LongestPrompt:N0} are allowed. Shorten it."));
        if (!(request.Temperature is >= 0 and <= HighestTemperature))
            throw new RefusalException(StatusCodes.Status400BadRequest, Invariant($"The temperature is {request.Temperature}; it has to be from 0 to {HighestTemperature}."));
        if (request.Length is { } length && (length < 1 || length > options.LongestText))
            throw new RefusalException(StatusCodes.Status400BadRequest, Invariant($"The length is {length:N0}; it has to be from 1 to {options.LongestText:N0} characters."));
        try
        {
            return [.. model.Vocabulary.Encode(request.Prompt).Select(static token => (int)token)];
        }
        catch (UnknownCharacterException unknown)
        {
            throw new RefusalException(StatusCodes.Status400BadRequest, Invariant($"The model has no character '{unknown.Character}' (position {unknown.Position + 1} of the text): it knows the {model.Vocabulary.Count} characters of its training text. Remove it."));
        }
        catch (ArgumentException problem)
        {
            throw new RefusalException(StatusCodes.Status400BadRequest, problem.Message);
        }
    }

    private static async Task Continue(TextContinuation continuation, int[] tokens, int length, int perSecond, EventStream events, CancellationToken cancellation)
    {
        continuation.Read(tokens, cancellation);
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; ; i++)
        {
            await events.Write("character", new TextEvent(i == 0 ? "" : continuation.Character, continuation.Next()), Json.Default.TextEvent, cancellation);
            if (i == length)
                return;
            if (perSecond > 0 && TimeSpan.FromSeconds((double)i / perSecond) - Stopwatch.GetElapsedTime(started) is { Ticks: > 0 } early)
                await Task.Delay(early, cancellation);
            continuation.Step();
        }
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
