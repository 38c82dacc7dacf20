using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>Many streams at once, limits of streams and requests, time-outs, and clients that go away.</summary>
[Collection(nameof(PlaygroundLimitTests))]
public sealed class PlaygroundLimitTests : IDisposable
{
    private static readonly object Endless = new { prompt = "ROMEO:", length = 100_000 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Fifty_streams_at_once_all_complete_and_none_stays_open()
    {
        using var playground = Start("--streams", "50", "--streams-per-client", "50", "--characters-per-second", "0");
        var alone = PlaygroundProcess.TextOf(await playground.Events("api/text", new { prompt = "ROMEO:", length = 300, seed = 1 }));

        // Two waves: the streams of the first are free again. Each has a state of its own.
        for (var wave = 0; wave < 2; wave++)
        {
            var texts = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i =>
            {
                var events = await playground.Events("api/text", new { prompt = "ROMEO:", length = 300, seed = 1 + (i % 5) });
                Assert.Equal("complete", events[^1].Data.GetProperty("reason").GetString());
                return PlaygroundProcess.TextOf(events);
            }));
            Assert.All(texts, static text => Assert.Equal(300, text.Length));
            Assert.Equal(5, texts.Distinct().Count());
            Assert.All(texts.Where(static (_, i) => i % 5 == 0), text => Assert.Equal(alone, text));
            await playground.WaitForStreams(0);
        }
    }

    [Fact]
    public async Task Streams_above_the_limits_are_refused_and_those_of_clients_that_go_away_are_freed()
    {
        using var playground = Start("--streams", "3", "--streams-per-client", "3");
        var streams = new List<HttpResponseMessage>();
        for (var i = 0; i < 3; i++)
            streams.Add(await FirstEvent(playground));
        await playground.WaitForStreams(3);
        using (var refused = await playground.Post("api/text", Endless))
        {
            Assert.Equal("2", Assert.Single(refused.Headers.GetValues("Retry-After")));
            Assert.Contains("3 streams of this address are open, and 3 are allowed", await PlaygroundProcess.Refused(HttpStatusCode.TooManyRequests, refused), StringComparison.Ordinal);
        }

        // A drawing takes a stream as well.
        Assert.Contains("3 streams of this address", await playground.Refused(HttpStatusCode.TooManyRequests, "api/digit", PlaygroundTests.Drawing(9, 9, static (x, _) => x == 4)), StringComparison.Ordinal);

        foreach (var stream in streams)
            stream.Dispose();
        await playground.WaitForStreams(0);
        using var next = await FirstEvent(playground);
        await playground.WaitForStreams(1);
    }

    [Fact]
    public async Task A_full_server_answers_503()
    {
        using var playground = Start("--streams", "2", "--streams-per-client", "5");
        using var first = await FirstEvent(playground);
        using var second = await FirstEvent(playground);
        using var refused = await playground.Post("api/text", Endless);
        Assert.Equal("5", Assert.Single(refused.Headers.GetValues("Retry-After")));
        Assert.Contains("All 2 streams of this server are in use", await PlaygroundProcess.Refused(HttpStatusCode.ServiceUnavailable, refused), StringComparison.Ordinal);
        first.Dispose();
        await playground.WaitForStreams(1);
        using var third = await FirstEvent(playground);
        Assert.Equal(HttpStatusCode.OK, third.StatusCode);
    }

    [Fact]
    public async Task Clients_that_go_away_at_any_moment_leave_nothing_open()
    {
        using var playground = Start("--streams", "1000", "--streams-per-client", "1000", "--characters-per-second", "0");
        await Task.WhenAll(Enumerable.Range(0, 100).Select(async i =>
        {
            using var leaving = new CancellationTokenSource(TimeSpan.FromMilliseconds(i));
            try
            {
                using var response = await playground.Post("api/text", Endless, leaving.Token);
                var count = 0;
                await foreach (var one in PlaygroundProcess.Events(response).WithCancellation(leaving.Token))
                {
                    if (++count > i)
                        break;
                }
            }
            catch (OperationCanceledException)
            {
                // As intended.
            }
        }));
        await playground.WaitForStreams(0);
        Assert.DoesNotContain("fail:", playground.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", playground.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_that_does_not_read_is_cut_off_at_the_time_out()
    {
        using var playground = Start("--seconds", "2", "--characters-per-second", "0");
        using var response = await FirstEvent(playground);

        // The buffers of both ends fill, and then the server waits.
        await playground.WaitForStreams(0);
        Assert.DoesNotContain("Exception", playground.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_ends_at_the_time_out()
    {
        using var playground = Start("--seconds", "1");
        var events = await playground.Events("api/text", Endless);
        Assert.Equal(("end", "time-out"), (events[^1].Name, events[^1].Data.GetProperty("reason").GetString()));
        Assert.InRange(PlaygroundProcess.TextOf(events).Length, 1, 60);
        await playground.WaitForStreams(0);
    }

    [Fact]
    public async Task A_request_that_comes_too_slowly_is_refused()
    {
        using var playground = Start();
        using var client = new TcpClient();
        await client.ConnectAsync(playground.Address.Host, playground.Address.Port);
        var stream = client.GetStream();

        // The body stops in the middle.
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /api/text HTTP/1.1\r\nHost: {playground.Address.Authority}\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{{\"prompt\": "));
        using var reader = new StreamReader(stream);
        var response = await reader.ReadToEndAsync().WaitAsync(PlaygroundProcess.Hang);

        Assert.StartsWith("HTTP/1.1 408 ", response, StringComparison.Ordinal);
        Assert.Contains("""{"error":"The body cannot be read: """, response, StringComparison.Ordinal);
        await playground.WaitForStreams(0);
        Assert.DoesNotContain("Exception", playground.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Requests_above_the_rate_are_refused()
    {
        using var playground = PlaygroundProcess.Start(_folder.Path, "--requests-per-second", "3");
        var responses = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => playground.Client.GetAsync(new Uri("api/models", UriKind.Relative))));
        Assert.Contains(responses, static response => response.StatusCode == HttpStatusCode.OK);
        var refused = responses.Where(static response => response.StatusCode != HttpStatusCode.OK).ToList();
        Assert.True(refused.Count >= 10, $"{refused.Count} of 30 requests were refused.");
        Assert.All(refused, static response => Assert.Equal("1", Assert.Single(response.Headers.GetValues("Retry-After"))));
        Assert.Contains("More than 3 requests per second", await PlaygroundProcess.Refused(HttpStatusCode.TooManyRequests, refused[0]), StringComparison.Ordinal);

        // The page itself is not limited.
        using var page = await playground.Client.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private PlaygroundProcess Start(params string[] arguments) => PlaygroundProcess.Start(_folder.Path, ["--longest-text", "1000000", "--requests-per-second", "100000", .. arguments]);

    /// <summary>A stream that has begun.</summary>
    private static async Task<HttpResponseMessage> FirstEvent(PlaygroundProcess playground)
    {
        var response = await playground.Post("api/text", Endless);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response;
    }
}
