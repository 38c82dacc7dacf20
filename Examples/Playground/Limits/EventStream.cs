using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace RnnDsl.Playground.Limits;

/// <summary>Server-sent events: each has a name and one line of JSON, and is sent at once.</summary>
internal sealed class EventStream(HttpResponse response)
{
    private readonly ArrayBufferWriter<byte> _event = new();

    /// <summary>Writes an event.</summary>
    /// <exception cref="OperationCanceledException">The client went away, or the token was cancelled.</exception>
    public async Task Write<T>(string name, T data, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!response.HasStarted)
        {
            response.ContentType = "text/event-stream; charset=utf-8";
            response.Headers.CacheControl = "no-store";

            // Reverse proxies such as nginx collect responses otherwise.
            response.Headers["X-Accel-Buffering"] = "no";
        }

        _event.ResetWrittenCount();
        _event.Write(Encoding.UTF8.GetBytes($"event: {name}\ndata: "));
        await using (var json = new Utf8JsonWriter(_event))
            JsonSerializer.Serialize(json, data, type);
        _event.Write("\n\n"u8);
        await response.Body.WriteAsync(_event.WrittenMemory, cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
