using RnnDsl.Playground.Server;

namespace RnnDsl.Playground.Limits;

/// <summary>Runs one stream of events within the limits: it is counted, and ends with its work, at the time-out, when the client goes away or when the server stops.</summary>
internal sealed class StreamRunner(StreamLimiter limiter, PlaygroundOptions options, IHostApplicationLifetime lifetime)
{
    /// <summary>The time in which a client must read the last event after a time-out.</summary>
    private static readonly TimeSpan LastEvent = TimeSpan.FromSeconds(1);

    /// <summary>Runs a stream.</summary>
    /// <param name="context">The request.</param>
    /// <param name="work">Writes the events, without the last, which says how the stream ended.</param>
    /// <exception cref="RefusalException">There are too many streams.</exception>
    public async Task Run(HttpContext context, Func<EventStream, CancellationToken, Task> work)
    {
        using var opened = limiter.Enter(Client.Of(context));
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.Seconds));
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, lifetime.ApplicationStopping, timeout.Token);
        var events = new EventStream(context.Response);
        var reason = EndEvent.Complete;
        try
        {
            await work(events, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            if (context.RequestAborted.IsCancellationRequested)
                return;
            reason = timeout.IsCancellationRequested ? EndEvent.TimeOut : EndEvent.Stopping;
        }

        // A client that does not read keeps nothing open.
        using var last = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        last.CancelAfter(LastEvent);
        try
        {
            await events.Write("end", new EndEvent(reason), Json.Default.EndEvent, last.Token);
        }
        catch (OperationCanceledException)
        {
            context.Abort();
        }
    }
}

/// <summary>The last event of a stream.</summary>
/// <param name="Reason">Why it ended: <c>complete</c>, <c>time-out</c> or <c>stopping</c>.</param>
internal sealed record EndEvent(string Reason)
{
    public const string Complete = "complete";
    public const string TimeOut = "time-out";
    public const string Stopping = "stopping";
}
