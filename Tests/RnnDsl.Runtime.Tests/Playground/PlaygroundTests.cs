using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>The playground's endpoints and command line.</summary>
[Collection(nameof(PlaygroundTests))]
public sealed class PlaygroundTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Embedded_models_continue_a_text_and_read_a_digit()
    {
        using var playground = Start();
        Assert.Contains("Text: small, embedded small model; train a larger one with 'dotnet run -c Release --project Examples/RnnDsl.Examples -- shakespeare --out ", playground.Output, StringComparison.Ordinal);

        var events = await playground.Events("api/text", new { prompt = "ROMEO:\nWhat light ", temperature = 0.7, length = 200, seed = 3 });
        Assert.Equal(202, events.Count);
        Assert.Equal(("end", "complete"), (events[^1].Name, events[^1].Data.GetProperty("reason").GetString()));
        var text = PlaygroundProcess.TextOf(events);
        Assert.Equal(200, text.Length);

        // A model that is not trained has the frequency of letters of its vocabulary, 1 in 65 for a space.
        Assert.InRange(text.Count(static letter => letter == ' '), 15, 60);
        Assert.All(events.SkipLast(1), static one =>
        {
            var next = one.Data.GetProperty("next").EnumerateArray().Select(static item => item.GetProperty("probability").GetDouble()).ToList();
            Assert.Equal(8, next.Count);
            Assert.Equal(next.OrderDescending(), next);
            Assert.InRange(next.Sum(), 0.3, 1.001);
        });
        Assert.Equal(text, PlaygroundProcess.TextOf(await playground.Events("api/text", new { prompt = "ROMEO:\nWhat light ", temperature = 0.7, length = 200, seed = 3 })));
        Assert.NotEqual(text, PlaygroundProcess.TextOf(await playground.Events("api/text", new { prompt = "ROMEO:\nWhat light ", temperature = 0.7, length = 200, seed = 4 })));

        // A vertical line is a 1.
        var digit = await playground.Events("api/digit", Drawing(100, 100, static (x, y) => x is >= 48 and < 54 && y is >= 20 and < 80));
        Assert.Equal(["image", .. Enumerable.Repeat("row", 28), "end"], digit.Select(static one => one.Name));
        Assert.Equal(28 * 28, digit[0].Data.GetProperty("pixels").GetBytesFromBase64().Length);
        var rows = digit[1..^1];
        Assert.Equal(Enumerable.Range(0, 28), rows.Select(static row => row.Data.GetProperty("row").GetInt32()));
        Assert.All(rows, static row =>
        {
            Assert.Equal(1, Numbers(row.Data, "probabilities").Sum(), 0.01);
            Assert.Equal(64, Numbers(row.Data, "hidden").Count);
            Assert.All(Numbers(row.Data, "hidden"), static value => Assert.InRange(value, -1, 1));
        });
        Assert.Equal(1, Best(rows[^1].Data));
        Assert.Equal((0, 0), await playground.Streams());
    }

    [Fact]
    public async Task An_empty_text_is_continued_after_a_line_feed()
    {
        using var playground = Start();
        var empty = await playground.Events("api/text", new { prompt = "", temperature = 0, length = 30 });
        Assert.Equal(PlaygroundProcess.TextOf(empty), PlaygroundProcess.TextOf(await playground.Events("api/text", new { prompt = "\n", temperature = 0, length = 30 })));
    }

    [Fact]
    public async Task Files_of_the_page_are_served_with_a_content_security_policy()
    {
        using var playground = Start();
        using var page = await playground.Client.GetAsync(new Uri("/", UriKind.Relative));
        var html = await page.Content.ReadAsStringAsync();
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", Assert.Single(page.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(page.Headers.GetValues("X-Content-Type-Options")));
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);

        foreach (var file in new[] { "style.css", "script.js", "bars.js", "text.js", "digits.js", "events.js", "icon.svg" })
        {
            using var response = await playground.Client.GetAsync(new Uri(file, UriKind.Relative));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotContain("://", (await response.Content.ReadAsStringAsync()).Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        using var missing = await playground.Client.GetAsync(new Uri("secret.txt", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    [Fact]
    public async Task Values_out_of_range_are_refused_with_a_message()
    {
        using var playground = Start("--longest-prompt", "50", "--longest-text", "100", "--largest-drawing", "100");
        Assert.Contains("has no character 'é'", await playground.Refused(HttpStatusCode.BadRequest, "api/text", new { prompt = "Un café" }), StringComparison.Ordinal);
        using var half = await playground.Client.PostAsync(new Uri("api/text", UriKind.Relative), new StringContent("""{"prompt": "\ud83d"}""", new MediaTypeHeaderValue("application/json")));
        Assert.Contains("The body is not such JSON", await PlaygroundProcess.Refused(HttpStatusCode.BadRequest, half), StringComparison.Ordinal);
        Assert.Contains("The temperature is 2.5; it has to be from 0 to 2", await playground.Refused(HttpStatusCode.BadRequest, "api/text", new { prompt = "A", temperature = 2.5 }), StringComparison.Ordinal);
        Assert.Contains("The length is 101; it has to be from 1 to 100", await playground.Refused(HttpStatusCode.BadRequest, "api/text", new { prompt = "A", length = 101 }), StringComparison.Ordinal);
        Assert.Contains("The length is 0;", await playground.Refused(HttpStatusCode.BadRequest, "api/text", new { prompt = "A", length = 0 }), StringComparison.Ordinal);
        Assert.Contains("The body is not such JSON (at $.promt)", await playground.Refused(HttpStatusCode.BadRequest, "api/text", new { promt = "A" }), StringComparison.Ordinal);
        Assert.Contains("The body is not such JSON", await playground.Refused(HttpStatusCode.BadRequest, "api/text", new { }), StringComparison.Ordinal);
        Assert.Contains("The body is not such JSON", await playground.Refused(HttpStatusCode.BadRequest, "api/text", new { prompt = (string?)null }), StringComparison.Ordinal);
        Assert.Contains("The text has 51 characters, and 50 are allowed", await playground.Refused(HttpStatusCode.RequestEntityTooLarge, "api/text", new { prompt = new string('a', 51) }), StringComparison.Ordinal);

        Assert.Contains("The drawing is empty", await playground.Refused(HttpStatusCode.BadRequest, "api/digit", Drawing(20, 20, static (_, _) => false)), StringComparison.Ordinal);
        Assert.Contains("should have 20 × 20 pixels, and 3 bytes came", await playground.Refused(HttpStatusCode.BadRequest, "api/digit", new { width = 20, height = 20, pixels = new byte[3] }), StringComparison.Ordinal);
        Assert.Contains("has -1 × -1 pixels; sides are", await playground.Refused(HttpStatusCode.BadRequest, "api/digit", new { width = -1, height = -1, pixels = new byte[1] }), StringComparison.Ordinal);
        Assert.Contains("has 0 × 0 pixels; sides are", await playground.Refused(HttpStatusCode.BadRequest, "api/digit", new { width = 0, height = 0, pixels = Array.Empty<byte>() }), StringComparison.Ordinal);
        Assert.Contains("The drawing has 101 × 1 pixels", await playground.Refused(HttpStatusCode.RequestEntityTooLarge, "api/digit", Drawing(101, 1, static (_, _) => true)), StringComparison.Ordinal);
        Assert.Contains("The body is not such JSON (at $.pixels)", await playground.Refused(HttpStatusCode.BadRequest, "api/digit", new { width = 1, height = 1, pixels = "***" }), StringComparison.Ordinal);
        Assert.Contains("The request is larger than", await playground.Refused(HttpStatusCode.RequestEntityTooLarge, "api/digit", new { width = 1, height = 1, pixels = new byte[200_000] }), StringComparison.Ordinal);

        using var form = await playground.Client.PostAsync(new Uri("api/text", UriKind.Relative), new StringContent("{\"prompt\": \"A\"}"));
        Assert.Contains("'Content-Type: application/json'", await PlaygroundProcess.Refused(HttpStatusCode.BadRequest, form), StringComparison.Ordinal);
        Assert.Equal((0, 0), await playground.Streams());
    }

    [Fact]
    public void Help_explains_every_option()
    {
        var (exitCode, output) = PlaygroundProcess.Run(_folder.Path, "--help");
        Assert.Equal(0, exitCode);
        foreach (var option in new[] { "--urls", "--models", "--streams", "--streams-per-client", "--requests-per-second", "--characters-per-second", "--longest-prompt", "--longest-text", "--largest-drawing", "--seconds" })
            Assert.Matches($@"(?m)^  {option} <\w+> .*\w", output);
    }

    [Theory]
    [InlineData("--streams is a whole number from 1 to 1,000,000, not '0'", "--streams", "0")]
    [InlineData("--seconds is a whole number from 1 to 86,400, not 'many'", "--seconds", "many")]
    [InlineData("--models: there is no folder 'missing'", "--models", "missing")]
    [InlineData("--urls: 'nowhere' is not an address", "--urls", "nowhere")]
    [InlineData("--urls: 'https://127.0.0.1:1' is not an address of the form http://HOST:PORT", "--urls", "https://127.0.0.1:1")]
    [InlineData("--stream", "--stream", "5")]
    public void Invalid_options_are_rejected_with_exit_code_2(string message, params string[] arguments)
    {
        var (exitCode, output) = PlaygroundProcess.Run(_folder.Path, arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, output, StringComparison.Ordinal);
        Assert.Contains("'--help' lists the options.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void An_address_in_use_is_an_error()
    {
        using var playground = Start();
        var (exitCode, output) = PlaygroundProcess.Run(_folder.Path, "--urls", playground.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(1, exitCode);
        Assert.Contains("address already in use", output, StringComparison.OrdinalIgnoreCase);
    }

    private PlaygroundProcess Start(params string[] arguments) => PlaygroundProcess.Start(_folder.Path, ["--characters-per-second", "0", "--requests-per-second", "1000", .. arguments]);

    internal static object Drawing(int width, int height, Func<int, int, bool> ink) =>
        new { width, height, pixels = Enumerable.Range(0, width * height).Select(i => ink(i % width, i / width) ? byte.MaxValue : (byte)0).ToArray() };

    private static List<double> Numbers(JsonElement row, string name) => [.. row.GetProperty(name).EnumerateArray().Select(static number => number.GetDouble())];

    private static int Best(JsonElement row) => Numbers(row, "probabilities") is var probabilities ? probabilities.IndexOf(probabilities.Max()) : -1;
}
