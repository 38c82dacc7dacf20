using RnnDsl.Playground.Server;

namespace RnnDsl.Playground.Limits;

/// <summary>Counts the open streams, in total and by client, and refuses those above the limits.</summary>
internal sealed class StreamLimiter(PlaygroundOptions options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _clients = [];
    private int _open;

    /// <summary>The open streams.</summary>
    public int Open
    {
        get
        {
            lock (_lock)
                return _open;
        }
    }

    /// <summary>The clients with open streams.</summary>
    public int Clients
    {
        get
        {
            lock (_lock)
                return _clients.Count;
        }
    }

    /// <summary>Opens a stream, which its disposal closes.</summary>
    /// <param name="client">The client.</param>
    /// <exception cref="RefusalException">The client has too many open streams (429), or all clients together (503).</exception>
    public IDisposable Enter(string client)
    {
        lock (_lock)
        {
            var own = _clients.GetValueOrDefault(client);
            if (own >= options.StreamsPerClient)
                throw new RefusalException(StatusCodes.Status429TooManyRequests, $"{own} streams of this address are open, and {options.StreamsPerClient} are allowed. Close one, or wait until one ends.", RetryAfter: 2);
            if (_open >= options.Streams)
                throw new RefusalException(StatusCodes.Status503ServiceUnavailable, $"All {options.Streams} streams of this server are in use. Try again in a few seconds.", RetryAfter: 5);
            _clients[client] = own + 1;
            _open++;
        }

        return new Opened(this, client);
    }

    private void Leave(string client)
    {
        lock (_lock)
        {
            _open--;
            if (_clients[client] == 1)
                _clients.Remove(client);
            else
                _clients[client]--;
        }
    }

    private sealed class Opened(StreamLimiter limiter, string client) : IDisposable
    {
        private bool _closed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, true))
                return;
            limiter.Leave(client);
        }
    }
}
