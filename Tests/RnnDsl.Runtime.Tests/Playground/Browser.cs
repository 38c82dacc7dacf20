using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>A page in headless Chromium, which the DevTools protocol controls over a WebSocket.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly TemporaryFolder _profile = new();
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly ConcurrentQueue<string> _problems = new();
    private readonly SemaphoreSlim _sending = new(1);
    private Task _receiving = Task.CompletedTask;
    private int _last;

    private Browser(Process process) => _process = process;

    /// <summary>The browser of this machine, or <c>null</c>.</summary>
    public static string? Program { get; } = InstalledPrograms.Find("chromium", "chromium-browser", "google-chrome", "chrome");

    /// <summary>Exceptions of scripts and errors of the console, such as violations of the content security policy.</summary>
    public IReadOnlyCollection<string> Problems => _problems;

    /// <summary>Opens a page.</summary>
    public static async Task<Browser> Open(Uri address, int width = 1280)
    {
        var start = new ProcessStartInfo(Program!) { RedirectStandardError = true, RedirectStandardOutput = true };
        var browser = new Browser(new Process { StartInfo = start });
        string[] arguments =
        [
            "--headless=new", "--remote-debugging-port=0", $"--user-data-dir={browser._profile.Path}", "--no-first-run", "--no-default-browser-check", "--disable-gpu", "--disable-dev-shm-usage",
            "--disable-background-networking", "--disable-sync", "--disable-extensions", "--hide-scrollbars", "--lang=en",

            // The sandbox does not start as root, and the page is ours.
            "--no-sandbox", "--window-size=1280,1500", "about:blank",
        ];
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        browser._process.ErrorDataReceived += static (_, _) => { };
        browser._process.OutputDataReceived += static (_, _) => { };
        browser._process.Start();
        browser._process.BeginErrorReadLine();
        browser._process.BeginOutputReadLine();
        try
        {
            await browser._socket.ConnectAsync(await browser.PageSocket(), CancellationToken.None);
            browser._receiving = browser.Receive();
            foreach (var domain in new[] { "Page", "Runtime", "Log" })
                await browser.Send(domain + ".enable");

            // Windows have a least width, pages do not.
            await browser.Send("Emulation.setDeviceMetricsOverride", new { width, height = 1500, deviceScaleFactor = 1, mobile = false });
            await browser.Send("Page.navigate", new { url = address.ToString() });
            await browser.WaitFor("document.documentElement?.dataset.ready === 'yes'");
            return browser;
        }
        catch
        {
            await browser.DisposeAsync();
            throw;
        }
    }

    /// <summary>Calls a method of the protocol.</summary>
    public async Task<JsonElement> Send(string method, object? parameters = null)
    {
        var id = Interlocked.Increment(ref _last);
        var reply = _calls[id] = new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _sending.WaitAsync();
        try
        {
            await _socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } }), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }

        return await reply.Task.WaitAsync(PlaygroundProcess.Hang);
    }

    /// <summary>The value of an expression, or of the promise that it is.</summary>
    public async Task<JsonElement> Evaluate(string expression)
    {
        var reply = await Send("Runtime.evaluate", new { expression, awaitPromise = true, returnByValue = true });
        Assert.False(reply.TryGetProperty("exceptionDetails", out var problem), $"{expression}: {problem}");
        return reply.GetProperty("result").TryGetProperty("value", out var value) ? value : default;
    }

    /// <summary>Waits until an expression is true.</summary>
    public async Task WaitFor(string expression)
    {
        var clock = Stopwatch.StartNew();
        while ((await Evaluate($"!!({expression})")).ValueKind != JsonValueKind.True)
        {
            if (clock.Elapsed > PlaygroundProcess.Hang)
                Assert.Fail($"'{expression}' does not become true. Problems:\n{string.Join('\n', _problems)}\nThe page:\n{await Evaluate("document.body.innerText")}");
            await Task.Delay(50);
        }
    }

    /// <summary>The text of an element.</summary>
    public async Task<string> Text(string id) => (await Evaluate($"document.getElementById('{id}').textContent")).GetString()!;

    /// <summary>Clicks on the middle of an element.</summary>
    public async Task Click(string id)
    {
        var (x, y, width, height) = await Box(id);
        await Mouse("mousePressed", x + (width / 2), y + (height / 2));
        await Mouse("mouseReleased", x + (width / 2), y + (height / 2));
    }

    /// <summary>Types into the element that has the focus.</summary>
    public async Task Type(string text)
    {
        foreach (var letter in text)
        {
            if (letter == '\n')
                await Press("Enter", "\r");
            else
                await Send("Input.dispatchKeyEvent", new { type = "char", text = letter.ToString() });
        }
    }

    /// <summary>Presses a key, such as <c>ArrowDown</c>.</summary>
    public async Task Press(string key, string text = "")
    {
        var code = key switch { "Enter" => 13, " " => 32, "End" => 35, "Home" => 36, "ArrowLeft" => 37, "ArrowUp" => 38, "ArrowRight" => 39, "ArrowDown" => 40, "Escape" => 27, "Tab" => 9, _ => 0 };
        await Send("Input.dispatchKeyEvent", new { type = text.Length > 0 ? "keyDown" : "rawKeyDown", key, code = key == " " ? "Space" : key, windowsVirtualKeyCode = code, text });
        await Send("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key == " " ? "Space" : key, windowsVirtualKeyCode = code });
    }

    /// <summary>Draws a line with the mouse; coordinates from 0 to 1 within an element.</summary>
    public async Task Draw(string id, params (double X, double Y)[] points)
    {
        var (left, top, width, height) = await Box(id);
        await Mouse("mousePressed", left + (points[0].X * width), top + (points[0].Y * height));
        foreach (var (x, y) in points.Skip(1))
            await Mouse("mouseMoved", left + (x * width), top + (y * height));
        await Mouse("mouseReleased", left + (points[^1].X * width), top + (points[^1].Y * height));
    }

    /// <summary>Saves a picture of the whole page.</summary>
    public async Task SavePicture(string path)
    {
        var reply = await Send("Page.captureScreenshot", new { format = "png", captureBeyondViewport = true });
        await File.WriteAllBytesAsync(path, reply.GetProperty("data").GetBytesFromBase64());
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        await _receiving;
        _socket.Dispose();
        _sending.Dispose();

        // Processes of the browser may write to its profile for a moment longer.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                _profile.Dispose();
                return;
            }
            catch (IOException) when (attempt < 50)
            {
                await Task.Delay(100);
            }
        }
    }

    private Task<JsonElement> Mouse(string type, double x, double y) => Send("Input.dispatchMouseEvent", new { type, x, y, button = "left", buttons = type == "mouseReleased" ? 0 : 1, clickCount = 1 });

    private async Task<(double X, double Y, double Width, double Height)> Box(string id)
    {
        var box = (await Evaluate($"(() => {{ const element = document.getElementById('{id}'); element.scrollIntoView({{ block: 'nearest', behavior: 'instant' }}); const box = element.getBoundingClientRect(); return [box.x, box.y, box.width, box.height]; }})()"))
            .EnumerateArray().Select(static number => number.GetDouble()).ToArray();
        return (box[0], box[1], box[2], box[3]);
    }

    /// <summary>The address of the first page; the browser writes its port into the profile.</summary>
    private async Task<Uri> PageSocket()
    {
        var file = _profile["DevToolsActivePort"];
        using var client = new HttpClient();
        for (var clock = Stopwatch.StartNew(); ; await Task.Delay(50))
        {
            Assert.True(clock.Elapsed < PlaygroundProcess.Hang && !_process.HasExited, $"{Program} does not start.");
            if (!File.Exists(file) || await File.ReadAllLinesAsync(file) is not [var port, ..])
                continue;
            var targets = await client.GetFromJsonAsync<JsonElement>(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/json/list")));
            if (targets.EnumerateArray().FirstOrDefault(static target => target.GetProperty("type").GetString() == "page") is { ValueKind: JsonValueKind.Object } page)
                return new Uri(page.GetProperty("webSocketDebuggerUrl").GetString()!);
        }
    }

    private async Task Receive()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (await _socket.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: WebSocketMessageType.Text } part)
            {
                message.Write(buffer, 0, part.Count);
                if (!part.EndOfMessage)
                    continue;
                Handle(JsonElement.Parse(message.GetBuffer().AsSpan(0, (int)message.Length)));
                message.SetLength(0);
            }
        }
        catch (WebSocketException)
        {
            // The browser has ended.
        }

        foreach (var call in _calls.Values)
            call.TrySetException(new InvalidOperationException("The browser has ended."));
    }

    private void Handle(JsonElement message)
    {
        if (message.TryGetProperty("id", out var id))
        {
            if (!_calls.TryRemove(id.GetInt32(), out var call))
                return;
            if (message.TryGetProperty("result", out var result))
                call.TrySetResult(result);
            else
                call.TrySetException(new InvalidOperationException(message.GetRawText()));
            return;
        }

        var method = message.GetProperty("method").GetString();
        var isProblem = method == "Runtime.exceptionThrown" || (method == "Log.entryAdded" && message.GetProperty("params").GetProperty("entry").GetProperty("level").GetString() == "error");
        if (isProblem)
            _problems.Enqueue(message.GetProperty("params").GetRawText());
    }
}
