using System.Net;
using System.Net.Sockets;

namespace RnnDsl.Runtime.Tests.Data;

/// <summary>A web server on this machine that answers as a test wants and records the requests.</summary>
internal sealed class LocalServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    public LocalServer(Action<HttpListenerContext, int> answer)
    {
        // The port that the system hands out is free now; another process may take it before the listener does, so try again then.
        for (var attempt = 0; ; attempt++)
        {
            Address = new Uri($"http://127.0.0.1:{FreePort()}/data/file.bin");
            _listener.Prefixes.Add(Address.GetLeftPart(UriPartial.Authority) + "/");
            try
            {
                _listener.Start();
                break;
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                _listener.Prefixes.Clear();
            }
        }

        _serving = Task.Run(() => Serve(answer));
    }

    public Uri Address { get; }

    /// <summary>The Range header of each request, in order; empty where it had none.</summary>
    public List<string> Ranges { get; } = [];

    private void Serve(Action<HttpListenerContext, int> answer)
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = _listener.GetContext();
            }
            catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                return;
            }

            lock (Ranges)
                Ranges.Add(context.Request.Headers["Range"] ?? "");
            answer(context, Ranges.Count);
        }
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.Wait();
    }
}
