using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Reflection;
using System.Text;
using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>A process of the playground on a free port of this machine, and a client of it.</summary>
internal sealed class PlaygroundProcess : IDisposable
{
    /// <summary>A busy machine takes several times as long.</summary>
    public static readonly TimeSpan Hang = TimeSpan.FromMinutes(2);

    private static readonly string Program = Path.Combine(
        typeof(PlaygroundProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "PlaygroundFolder").Value!,
        OperatingSystem.IsWindows() ? "Playground.exe" : "Playground");

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private PlaygroundProcess(Process process)
    {
        _process = process;
        Client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = int.MaxValue }) { Timeout = Hang };
    }

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public string Output => string.Join('\n', _lines);

    /// <summary>Starts a server. Its folder is empty, so that it runs the embedded models.</summary>
    public static PlaygroundProcess Start(string folder, params string[] arguments)
    {
        var playground = Launch(folder, ["--urls", "http://127.0.0.1:0", .. arguments]);
        if (!playground._address.Task.Wait(Hang) || playground._process.HasExited)
        {
            playground.Dispose();
            Assert.Fail($"The server does not start. Output:\n{playground.Output}");
        }

        playground.Client.BaseAddress = playground._address.Task.Result;
        return playground;
    }

    /// <summary>Runs a command line that ends by itself.</summary>
    public static (int ExitCode, string Output) Run(string folder, params string[] arguments)
    {
        using var playground = Launch(folder, arguments);
        Assert.True(playground._process.WaitForExit(Hang), $"'{string.Join(' ', arguments)}' does not end. Output:\n{playground.Output}");
        playground._process.WaitForExit();
        return (playground._process.ExitCode, playground.Output);
    }

    private static PlaygroundProcess Launch(string folder, IEnumerable<string> arguments)
    {
        Assert.True(File.Exists(Program), $"{Program} is not built.");
        var start = new ProcessStartInfo(Program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        var playground = new PlaygroundProcess(new Process { StartInfo = start, EnableRaisingEvents = true });
        playground._process.OutputDataReceived += (_, line) => playground.Receive(line.Data);
        playground._process.ErrorDataReceived += (_, line) => playground.Receive(line.Data);
        playground._process.Exited += (_, _) => playground._address.TrySetResult(new Uri("http://127.0.0.1"));
        playground._process.Start();
        playground._process.BeginOutputReadLine();
        playground._process.BeginErrorReadLine();
        return playground;
    }

    /// <summary>Sends a request; the response has its headers only, and its body comes as a stream.</summary>
    public Task<HttpResponseMessage> Post(string path, object body, CancellationToken cancellation = default) =>
        Client.SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, HttpCompletionOption.ResponseHeadersRead, cancellation);

    /// <summary>The message of a refusal, whose status is checked.</summary>
    public async Task<string> Refused(HttpStatusCode status, string path, object body)
    {
        using var response = await Post(path, body);
        return await Refused(status, response);
    }

    /// <inheritdoc cref="Refused(HttpStatusCode, string, object)"/>
    public static async Task<string> Refused(HttpStatusCode status, HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(status == response.StatusCode, $"{(int)response.StatusCode}: {text}");
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        using var json = JsonDocument.Parse(text);
        return json.RootElement.GetProperty("error").GetString()!;
    }

    /// <summary>All events of a request.</summary>
    public async Task<List<(string Name, JsonElement Data)>> Events(string path, object body)
    {
        using var response = await Post(path, body);
        Assert.True(response.IsSuccessStatusCode, await Text(response));
        return await Events(response).ToListAsync();
    }

    /// <summary>The events of a response, as they come.</summary>
    public static async IAsyncEnumerable<(string Name, JsonElement Data)> Events(HttpResponseMessage response)
    {
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8);
        while (await reader.ReadLineAsync() is { } name)
        {
            var data = await reader.ReadLineAsync();
            Assert.Equal("", await reader.ReadLineAsync());
            Assert.StartsWith("event: ", name, StringComparison.Ordinal);
            Assert.StartsWith("data: ", data, StringComparison.Ordinal);
            yield return (name["event: ".Length..], JsonElement.Parse(data!["data: ".Length..]));
        }
    }

    /// <summary>The continuation of a text, as the events of its characters.</summary>
    public static string TextOf(IEnumerable<(string Name, JsonElement Data)> events) =>
        string.Concat(events.Where(static one => one.Name == "character").Select(static one => one.Data.GetProperty("text").GetString()));

    /// <summary>The open streams, and the clients that have some.</summary>
    public async Task<(int Open, int Clients)> Streams()
    {
        using var state = JsonDocument.Parse(await Client.GetStringAsync(new Uri("api/models", UriKind.Relative)));
        var streams = state.RootElement.GetProperty("streams");
        return (streams.GetProperty("open").GetInt32(), streams.GetProperty("clients").GetInt32());
    }

    /// <summary>Waits until so many streams are open.</summary>
    public async Task WaitForStreams(int open)
    {
        var clock = Stopwatch.StartNew();
        (int Open, int Clients) streams;
        while ((streams = await Streams()) != (open, Math.Min(open, 1)))
        {
            Assert.True(clock.Elapsed < Hang, $"{streams.Open} streams of {streams.Clients} clients are open instead of {open}. Output:\n{Output}");
            await Task.Delay(50);
        }
    }

    public void Dispose()
    {
        Client.Dispose();
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private static async Task<string> Text(HttpResponseMessage response) => response.IsSuccessStatusCode ? "" : await response.Content.ReadAsStringAsync();

    private void Receive(string? line)
    {
        if (line is null)
            return;
        _lines.Enqueue(line);
        if (line.StartsWith("Open http", StringComparison.Ordinal))
            _address.TrySetResult(new Uri(line.Split(' ')[1]));
    }
}
