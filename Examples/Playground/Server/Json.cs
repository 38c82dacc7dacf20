using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using RnnDsl.Playground.Digits;
using RnnDsl.Playground.Limits;
using RnnDsl.Playground.Models;
using RnnDsl.Playground.Text;
using RnnDsl.Playground.Translation;

namespace RnnDsl.Playground.Server;

/// <summary>The JSON of requests, responses and events.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Refusal))]
[JsonSerializable(typeof(PlaygroundState))]
[JsonSerializable(typeof(TextRequest))]
[JsonSerializable(typeof(TextEvent))]
[JsonSerializable(typeof(DigitRequest))]
[JsonSerializable(typeof(ImageEvent))]
[JsonSerializable(typeof(RowEvent))]
[JsonSerializable(typeof(TranslationRequest))]
[JsonSerializable(typeof(TranslationEvent))]
[JsonSerializable(typeof(TranslatedWord))]
[JsonSerializable(typeof(EndEvent))]
internal sealed partial class Json : JsonSerializerContext
{
    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="RefusalException">It is not such JSON (400), is too large (413) or comes too slowly (408).</exception>
    public static async Task<T> Read<T>(HttpContext context, JsonTypeInfo<T> type, string form) where T : class
    {
        // A page of another origin cannot send this type without asking first, which this server never allows.
        if (!context.Request.HasJsonContentType())
            throw new RefusalException(StatusCodes.Status400BadRequest, $"The body has to be JSON, with 'Content-Type: application/json': {form}");
        try
        {
            return await JsonSerializer.DeserializeAsync(context.Request.Body, type, context.RequestAborted)
                ?? throw new RefusalException(StatusCodes.Status400BadRequest, $"The body is null; it has to be {form}");
        }
        catch (JsonException problem)
        {
            throw new RefusalException(StatusCodes.Status400BadRequest, $"The body is not such JSON (at {problem.Path ?? "$"}); it has to be {form}");
        }
        catch (BadHttpRequestException problem)
        {
            throw new RefusalException(problem.StatusCode, problem.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? $"The request is larger than {context.RequestServices.GetRequiredService<PlaygroundOptions>().LargestRequest:N0} bytes."
                : $"The body cannot be read: {problem.Message}");
        }
    }
}
