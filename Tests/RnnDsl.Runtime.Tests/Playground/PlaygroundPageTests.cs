using System.IO.Compression;
using Xunit;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>The playground's page in a browser: text is typed, digits are drawn.</summary>
[Collection(nameof(PlaygroundPageTests))]
public sealed class PlaygroundPageTests : IDisposable
{
    /// <summary>A folder for pictures of the page.</summary>
    private static readonly string? Pictures = Environment.GetEnvironmentVariable("RNNDSL_PAGE_PICTURES");

    /// <summary>A folder of trained runs that the pictures show.</summary>
    private static readonly string? Runs = Environment.GetEnvironmentVariable("RNNDSL_PAGE_MODELS");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [BrowserFact]
    public async Task Typed_text_is_continued_at_the_temperature_of_the_slider()
    {
        using var playground = Start("--longest-text", "200");
        await using var browser = await Browser.Open(playground.Address);

        // The page begins with a text of its own.
        await browser.WaitFor("document.getElementById('continuation').textContent.length > 10");
        await browser.Click("empty");
        Assert.Equal("", await browser.Text("continuation"));
        Assert.Equal("textarea", (await browser.Evaluate("document.activeElement.localName")).GetString());
        await browser.Type("JULIET:\nMy ");
        Assert.Equal("JULIET:\nMy ", (await browser.Evaluate("document.getElementById('typed').value")).GetString());
        await browser.WaitFor("document.getElementById('text-status').textContent === '200 characters.'");
        Assert.Equal(200, (await browser.Text("continuation")).Length);

        // Temperature 0 is greedy decoding, which has one result.
        await browser.Evaluate("document.getElementById('temperature').focus()");
        await browser.Press("Home");
        Assert.Equal("0.00", (await browser.Evaluate("document.getElementById('temperature-value').value")).GetString());
        var greedy = PlaygroundProcess.TextOf(await playground.Events("api/text", new { prompt = "JULIET:\nMy ", temperature = 0, length = 200 }));
        await browser.WaitFor("document.getElementById('text-status').textContent === '200 characters.'");
        Assert.Equal(greedy, await browser.Text("continuation"));
        Assert.Equal(8, (await browser.Evaluate("document.querySelectorAll('#next li').length")).GetInt32());
        Assert.Equal("100.0%", (await browser.Evaluate("document.querySelector('#next .number').textContent")).GetString());

        // The text that is kept becomes the prompt, and is continued.
        await browser.Click("keep");
        Assert.Equal("JULIET:\nMy " + greedy, (await browser.Evaluate("document.getElementById('typed').value")).GetString());
        await browser.WaitFor("document.getElementById('text-status').textContent === '200 characters.'");
        Assert.Empty(browser.Problems);
    }

    [BrowserFact]
    public async Task The_typed_text_lies_exactly_over_its_copy()
    {
        using var playground = Start("--characters-per-second", "40");
        await using var browser = await Browser.Open(playground.Address);
        await browser.Click("empty");
        await browser.Type("A long line that the paper breaks at some word, so that the continuation begins on another line; and again, and again, until there are three.\n\nAnd ");
        await browser.WaitFor("document.getElementById('continuation').textContent.length > 10");

        // The height of the text area without its continuation is that of the copy, line for line.
        Assert.Equal("", (await browser.Evaluate(
            """
            (() => {
                const typed = document.getElementById('typed'), copy = document.getElementById('mirrored');
                const [a, b] = [typed, copy.parentElement].map(element => getComputedStyle(element));
                const different = ['fontFamily', 'fontSize', 'lineHeight', 'letterSpacing', 'whiteSpace', 'overflowWrap', 'paddingLeft', 'paddingTop', 'width'].filter(name => a[name] !== b[name]);
                return different.join(' ') + (typed.value === copy.textContent ? '' : ' text');
            })()
            """)).GetString());
        await browser.Click("continue");
        Assert.Equal("Stopped.", await browser.Text("text-status"));
        await playground.WaitForStreams(0);
        Assert.Empty(browser.Problems);
    }

    [BrowserFact]
    public async Task A_refusal_is_shown()
    {
        using var playground = Start();
        await using var browser = await Browser.Open(playground.Address);
        await browser.Click("empty");
        await browser.Type("Un café");
        await browser.WaitFor("document.getElementById('text-status').textContent.startsWith(\"The model has no character 'é' (position 7 of the text)\")");
        await browser.Click("empty");
        await browser.Type("A cafe");
        await browser.WaitFor("document.getElementById('continuation').textContent.length > 5 && !document.getElementById('text-status').classList.contains('problem')");
    }

    [BrowserFact]
    public async Task A_page_that_is_left_leaves_no_stream_open()
    {
        // The continuation would take longer than the test waits.
        using var playground = Start("--characters-per-second", "2", "--seconds", "600");
        await using (var browser = await Browser.Open(playground.Address))
        {
            await playground.WaitForStreams(1);
            await browser.Send("Page.navigate", new { url = "about:blank" });
            await playground.WaitForStreams(0);
            await browser.Send("Page.navigate", new { url = playground.Address.ToString() });
            await playground.WaitForStreams(1);
        }

        // The browser is killed.
        await playground.WaitForStreams(0);
    }

    [BrowserFact]
    public async Task A_line_drawn_with_the_mouse_or_the_keys_is_a_1()
    {
        using var playground = Start();
        await using var browser = await Browser.Open(playground.Address);
        await browser.Draw("canvas", [.. Enumerable.Range(0, 20).Select(static i => (0.5, 0.15 + (i * 0.035)))]);
        await browser.WaitFor("document.getElementById('digit-status').textContent.startsWith('Read as 1,')");
        Assert.Equal("1", await browser.Text("digit"));

        // The heat map has a column for each row of the image, and is not of one colour.
        Assert.InRange((await browser.Evaluate("new Set(new Uint32Array(document.getElementById('states').getContext('2d').getImageData(0, 0, 28, 64).data.buffer)).size")).GetInt32(), 100, 2000);
        Assert.False((await browser.Evaluate("document.getElementById('row').disabled")).GetBoolean());
        await browser.Evaluate("document.getElementById('row').focus()");
        await browser.Press("Home");
        Assert.Equal("1", (await browser.Evaluate("document.getElementById('row').value")).GetString());

        await browser.Click("erase");
        Assert.Equal("–", await browser.Text("digit"));
        await browser.Evaluate("document.getElementById('canvas').focus()");
        await browser.Press(" ");
        for (var i = 0; i < 16; i++)
            await browser.Press("ArrowDown");
        await browser.Press(" ");
        await browser.WaitFor("document.getElementById('digit-status').textContent.startsWith('Read as 1,')");
        await browser.Press("Escape");
        Assert.Equal("–", await browser.Text("digit"));
        Assert.Empty(browser.Problems);
    }

    [BrowserFact]
    public async Task A_typed_sentence_is_translated_with_its_alignment()
    {
        var run = new TranslatorRun(_folder["runs"]);
        using var playground = Start();
        await using var browser = await Browser.Open(playground.Address);

        // The page begins with a sentence of its own.
        await browser.WaitFor("document.getElementById('translation-status').textContent.endsWith(' steps of the decoder.')");
        await browser.Evaluate("document.getElementById('sentence').select()");
        await browser.Type("Tu es ici ?");
        await browser.Click("translate-button");
        await browser.WaitFor("document.querySelectorAll('#alignment thead th').length === 5 && document.getElementById('translation-status').textContent.endsWith(' steps of the decoder.')");

        var (words, _) = run.Translate("tu", "es", "ici", "?");
        Assert.Equal("tu es ici ? </s>", (await browser.Evaluate("[...document.querySelectorAll('#alignment thead th')].map(cell => cell.textContent).join(' ')")).GetString());
        Assert.Equal(words.Length, (await browser.Evaluate("document.querySelectorAll('#alignment tbody tr').length")).GetInt32());
        Assert.Equal(5 * words.Length, (await browser.Evaluate("document.querySelectorAll('#alignment tbody td').length")).GetInt32());
        Assert.True(words.Length > 2);
        Assert.NotEqual("", await browser.Text("translated"));
        Assert.InRange((await browser.Evaluate("new Set([...document.querySelectorAll('#alignment tbody td')].map(cell => getComputedStyle(cell).backgroundColor)).size")).GetInt32(), 3, 1000);

        // A refusal is shown in place of the translation.
        await browser.Evaluate("document.getElementById('sentence').select()");
        await browser.Type(" ");
        await browser.Click("translate-button");
        await browser.WaitFor("document.getElementById('translation-status').textContent === 'The sentence has no words. Write one in French.'");
        Assert.Equal("", await browser.Text("translated"));
        await playground.WaitForStreams(0);
    }

    [BrowserFact]
    public async Task A_page_without_a_translator_names_the_command_that_trains_one()
    {
        using var playground = Start();
        await using var browser = await Browser.Open(playground.Address);
        await browser.WaitFor("document.getElementById('translation-model').textContent.startsWith('The server has no translator.')");
        Assert.Contains("-- translate --out ", await browser.Text("translation-model"), StringComparison.Ordinal);
        Assert.True((await browser.Evaluate("document.getElementById('translate-button').disabled")).GetBoolean());
        Assert.Empty(browser.Problems);
    }

    [BrowserFact("mnist")]
    public async Task Digits_of_MNIST_drawn_with_the_mouse_are_read()
    {
        using var playground = Start();
        await using var browser = await Browser.Open(playground.Address);
        await browser.Send("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-reduced-motion", value = "reduce" } } });
        var (images, labels) = (Idx("t10k-images-idx3-ubyte.gz", 16), Idx("t10k-labels-idx1-ubyte.gz", 8));
        var read = new List<string>();
        for (var index = 0; index < 10; index++)
        {
            await browser.Click("erase");
            await Trace(browser, images.AsMemory(index * 784, 784));
            await browser.WaitFor("document.getElementById('digit-status').textContent.startsWith('Read as ')");
            read.Add(await browser.Text("digit"));
        }

        // The pen is round and as wide as two pixels: what it draws is not quite the image.
        var right = read.Where((digit, i) => digit == $"{labels[i]}").Count();
        Assert.True(right >= 8, $"Read as {string.Join(' ', read)}, drawn {string.Join(' ', labels[..10])}.");
        Assert.Empty(browser.Problems);
    }

    [BrowserFact("mnist")]
    public async Task Pictures_of_the_page_show_text_and_digit()
    {
        if (Runs is not null)
            Directory.CreateSymbolicLink(_folder["runs"], Runs);
        using var playground = Start("--longest-text", "300");
        foreach (var (theme, width) in new[] { ("light", 1280), ("dark", 1280), ("light", 420) })
        {
            await using var browser = await Browser.Open(playground.Address, width);
            await browser.Send("Emulation.setEmulatedMedia", new { features = new[] { new { name = "prefers-color-scheme", value = theme } } });
            await browser.WaitFor("document.getElementById('text-status').textContent === '300 characters.'");
            await Trace(browser, Idx("t10k-images-idx3-ubyte.gz", 16).AsMemory(3 * 784, 784));
            await browser.WaitFor("document.getElementById('digit-status').textContent.startsWith('Read as 0,')");
            if (Runs is not null)
                await browser.WaitFor("document.getElementById('translation-status').textContent.endsWith(' steps of the decoder.')");
            await browser.Evaluate("scrollTo(0, 0)");

            // Nothing is wider than the page.
            Assert.Equal(width, (await browser.Evaluate("document.documentElement.scrollWidth")).GetInt32());
            var path = Path.Combine(Pictures ?? _folder.Path, $"playground-{theme}-{width}.png");
            await browser.SavePicture(path);
            Assert.True(new FileInfo(path).Length > 20_000);
            Assert.Empty(browser.Problems);
        }
    }

    private PlaygroundProcess Start(params string[] arguments) => PlaygroundProcess.Start(_folder.Path, ["--requests-per-second", "1000", .. arguments.Contains("--characters-per-second") ? arguments : ["--characters-per-second", "0", .. arguments]]);

    /// <summary>Draws the image with the mouse: a line through the middle of each run of ink of a row, and as long, less the width of the pen.</summary>
    private static async Task Trace(Browser browser, ReadOnlyMemory<byte> image)
    {
        for (var row = 0; row < 28; row++)
        {
            for (var column = 0; column < 28; column++)
            {
                if (image.Span[(row * 28) + column] < 128)
                    continue;
                var first = column;
                while (column + 1 < 28 && image.Span[(row * 28) + column + 1] >= 128)
                    column++;
                var (left, right) = column - first < 2 ? ((first + column) / 2.0, (first + column) / 2.0) : (first + 0.5, column - 0.5);
                await browser.Draw("canvas", [((left + 0.5) / 28, (row + 0.5) / 28), ((right + 0.5) / 28, (row + 0.5) / 28)]);
            }
        }
    }

    private static byte[] Idx(string name, int header)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Environment.GetEnvironmentVariable("RNNDSL_DATA")!, "mnist", name)), CompressionMode.Decompress);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray()[header..];
    }
}
