using System.Globalization;
using System.Text.Json;
using RnnDsl.Playground.Server;

namespace RnnDsl.Playground.Limits;

/// <summary>Refusals as responses.</summary>
internal static class Refusals
{
    /// <summary>Turns refusals into responses. A client that has gone away gets none.</summary>
    public static async Task Handle(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (RefusalException refusal) when (!context.Response.HasStarted)
        {
            await Write(context, refusal);
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested && gone is OperationCanceledException or IOException)
        {
            // Nobody reads a response.
        }
    }

    /// <summary>Writes a refusal.</summary>
    public static async Task Write(HttpContext context, RefusalException refusal)
    {
        var response = context.Response;
        response.StatusCode = refusal.Status;
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        if (refusal.RetryAfter is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await JsonSerializer.SerializeAsync(response.Body, new Refusal(refusal.Message), Json.Default.Refusal, context.RequestAborted);
    }
}
