using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using RnnDsl.Runtime.Tests.Examples;
using RnnDsl.Torch;
using Spectre.Console;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class DataSetResolverTests : IDisposable
{
    private static readonly byte[] Content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n")));
    private static readonly Uri Nowhere = new("http://127.0.0.1:1/file.bin");

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task User_specified_file_is_used_without_a_checksum()
    {
        File.WriteAllText(_folder["mine.txt"], "my own text");
        var data = await Resolver(path: _folder["mine.txt"]).ResolveAsync(SetAt(Nowhere));
        Assert.Equal((DataOrigin.Path, "my own text"), (data.Origin, data.ReadText("file.bin")));
        Assert.Null(data.Warning);
    }

    [Theory]
    [InlineData("")]
    [InlineData("folder")]
    public async Task User_specified_folder_may_be_the_data_set_folder_or_its_parent(string below)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, below));
        File.WriteAllText(Path.Combine(_folder.Path, below, "file.bin"), "text");
        var data = await Resolver(path: _folder.Path).ResolveAsync(SetAt(Nowhere));
        Assert.Equal((DataOrigin.Path, "text"), (data.Origin, data.ReadText("file.bin")));
    }

    [Fact]
    public async Task Invalid_user_specified_path_is_an_error_despite_the_cache()
    {
        File.WriteAllBytes(PutIntoCache(), Content);
        var gone = await Assert.ThrowsAsync<DataException>(() => Resolver(path: _folder["gone"]).ResolveAsync(SetAt(Nowhere)));
        Assert.Contains($"'{_folder["gone"]}', where test set should be, does not exist", gone.Message);
        var empty = await Assert.ThrowsAsync<DataException>(() => Resolver(path: _folder.Path).ResolveAsync(SetAt(Nowhere)));
        Assert.Contains($"neither it nor '{_folder["folder"]}' has file.bin", empty.Message);

        File.WriteAllText(_folder["one.txt"], "");
        var two = new DataSet("two", "folder", FileAt("a", Nowhere), FileAt("b", Nowhere));
        var single = await Assert.ThrowsAsync<DataException>(() => Resolver(path: _folder["one.txt"]).ResolveAsync(two));
        Assert.Contains("is a file, but two has 2: a, b", single.Message);
    }

    [Fact]
    public async Task Incomplete_folder_error_names_the_missing_files()
    {
        File.WriteAllText(_folder["a"], "");
        var two = new DataSet("two", "folder", FileAt("a", Nowhere), FileAt("b", Nowhere));
        var thrown = await Assert.ThrowsAsync<DataException>(() => Resolver(path: _folder.Path).ResolveAsync(two));
        Assert.Equal($"The folder '{_folder.Path}' does not contain all of two: it lacks b.", thrown.Message);
    }

    [Fact]
    public async Task Alternative_file_is_verified_with_its_own_checksum()
    {
        byte[] plain = [1, 2, 3];
        var file = FileAt("file.gz", Nowhere) with { Alternatives = [new DataFile("file", plain.Length, Hash(plain))] };
        var set = new DataSet("test set", "folder", file);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "env", "folder"));
        var path = Path.Combine(_folder.Path, "env", "folder", "file");
        File.WriteAllBytes(path, plain);
        foreach (var resolver in new[] { Resolver(environment: _folder["env"]), Resolver(path: _folder["env"]) })
        {
            using var stream = (await resolver.ResolveAsync(set)).OpenRead("file.gz");
            Assert.Equal(plain.Length, stream.Length);
        }

        File.WriteAllBytes(path, [1, 2, 4]);
        var thrown = await Assert.ThrowsAsync<DataException>(() => Resolver(environment: _folder["env"]).ResolveAsync(set));
        Assert.Contains($"'{path}', found through RNNDSL_DATA, is not file of test set", thrown.Message);
    }

    [Fact]
    public async Task Environment_folder_precedes_the_cache()
    {
        File.WriteAllBytes(PutIntoCache(), Content);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "env", "folder"));
        File.WriteAllBytes(Path.Combine(_folder.Path, "env", "folder", "file.bin"), Content);
        Assert.Equal(DataOrigin.Environment, (await Resolver(environment: _folder["env"]).ResolveAsync(SetAt(Nowhere))).Origin);
    }

    [Fact]
    public async Task Wrong_checksum_in_the_environment_folder_is_an_error()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "env", "folder"));
        File.WriteAllText(Path.Combine(_folder.Path, "env", "folder", "file.bin"), "something else");
        var thrown = await Assert.ThrowsAsync<DataException>(() => Resolver(environment: _folder["env"]).ResolveAsync(SetAt(Nowhere)));
        Assert.Contains("found through RNNDSL_DATA, is not file.bin of test set: its SHA-256 is", thrown.Message);
    }

    [Fact]
    public async Task Cached_file_is_not_downloaded()
    {
        File.WriteAllBytes(PutIntoCache(), Content);
        var data = await Resolver(environment: _folder["has none"]).ResolveAsync(SetAt(Nowhere));
        Assert.Equal(DataOrigin.Cache, data.Origin);
        Assert.Equal(Content, Bytes(data));
    }

    [Fact]
    public async Task Download_is_verified_cached_and_displayed()
    {
        using var server = new LocalServer((context, _) => Send(context, Content));
        var display = new RecordingDisplay();
        var data = await Resolver(display: display).ResolveAsync(SetAt(server.Address));
        Assert.Equal(DataOrigin.Download, data.Origin);
        Assert.Equal(Content, Bytes(data));
        Assert.Equal([Path.Combine(_folder.Path, "cache", "folder", "file.bin")], CacheFiles());
        Assert.Equal(Content.Length, display.Reports[^1]);
        Assert.Equal(display.Reports.Order(), display.Reports);

        Assert.Equal(DataOrigin.Cache, (await Resolver().ResolveAsync(SetAt(server.Address))).Origin);
        Assert.Single(server.Ranges);
    }

    [Fact]
    public async Task Corrupted_cached_file_is_downloaded_again()
    {
        File.WriteAllText(PutIntoCache(), "spoilt");
        using var server = new LocalServer((context, _) => Send(context, Content));
        var data = await Resolver().ResolveAsync(SetAt(server.Address));
        Assert.Equal(DataOrigin.Download, data.Origin);
        Assert.Equal(Content, Bytes(data));
    }

    [Fact]
    public async Task Only_missing_files_of_a_data_set_are_downloaded()
    {
        using var server = new LocalServer((context, _) => Send(context, Content));
        var set = new DataSet("test set", "folder", FileAt("file.bin", Nowhere), FileAt("second.bin", server.Address));
        File.WriteAllBytes(PutIntoCache(), Content);
        var data = await Resolver().ResolveAsync(set);
        Assert.Equal(DataOrigin.Download, data.Origin);
        using var stream = data.OpenRead("second.bin");
        Assert.Equal(Content.Length, stream.Length);
        Assert.Throws<ArgumentException>(() => data.OpenRead("third.bin"));
    }

    [Fact]
    public async Task Interrupted_download_resumes_with_a_range_request()
    {
        using var server = new LocalServer((context, request) =>
        {
            if (request == 1)
                SendHalf(context);
            else
                SendFrom(context, Content, long.Parse(context.Request.Headers["Range"]!["bytes=".Length..^1], CultureInfo.InvariantCulture));
        });
        var data = await Resolver().ResolveAsync(SetAt(server.Address));
        Assert.Equal(Content, Bytes(data));
        Assert.Equal(2, server.Ranges.Count);
        Assert.Equal("", server.Ranges[0]);
        Assert.Matches("^bytes=[1-9][0-9]*-$", server.Ranges[1]);
    }

    [Fact]
    public async Task Interrupted_download_restarts_without_range_support()
    {
        using var server = new LocalServer((context, request) =>
        {
            if (request == 1)
                SendHalf(context);
            else
                Send(context, Content);
        });
        Assert.Equal(Content, Bytes(await Resolver().ResolveAsync(SetAt(server.Address))));
    }

    [Fact]
    public async Task Partial_download_of_another_file_is_discarded()
    {
        File.WriteAllText(PutIntoCache() + ".partial", "the beginning of something else");
        using var server = new LocalServer((context, request) =>
        {
            if (request == 1)
                SendFrom(context, Content, "the beginning of something else".Length);
            else
                Send(context, Content);
        });
        Assert.Equal(Content, Bytes(await Resolver().ResolveAsync(SetAt(server.Address))));
        Assert.Equal(["bytes=31-", ""], server.Ranges);
    }

    [Fact]
    public async Task Download_with_a_wrong_checksum_is_deleted_and_an_error_despite_a_sample()
    {
        var other = (byte[])Content.Clone();
        other[^1] ^= 1;
        using var server = new LocalServer((context, _) => Send(context, other));
        var set = SetAt(server.Address) with { Sample = _ => new MemoryStream([1]) };
        var thrown = await Assert.ThrowsAsync<DataException>(() => Resolver().ResolveAsync(set));
        Assert.Contains($"the received content is not file.bin: its SHA-256 is {Hash(other)}, expected {Hash(Content)}; it was deleted", thrown.Message);
        Assert.Empty(CacheFiles());
        Assert.Single(server.Ranges);
    }

    [Fact]
    public async Task Download_longer_than_expected_is_aborted()
    {
        using var server = new LocalServer((context, _) => Send(context, [.. Content, .. Content]));
        var thrown = await Assert.ThrowsAsync<DataException>(() => Resolver().ResolveAsync(SetAt(server.Address)));
        Assert.Contains($"longer than the {Content.Length} bytes of file.bin", thrown.Message);
        Assert.Empty(CacheFiles());
    }

    [Fact]
    public async Task Second_address_is_used_if_the_first_fails()
    {
        using var missing = new LocalServer((context, _) => Refuse(context, 404));
        using var server = new LocalServer((context, _) => Send(context, Content));
        var data = await Resolver().ResolveAsync(new DataSet("test set", "folder", FileAt("file.bin", missing.Address, server.Address)));
        Assert.Equal(Content, Bytes(data));
        Assert.Single(missing.Ranges);
    }

    [Fact]
    public async Task Unavailable_data_set_error_lists_the_attempts_and_the_remedy()
    {
        using var server = new LocalServer((context, _) => Refuse(context, 404));
        var thrown = await Assert.ThrowsAsync<DataException>(() => Resolver(environment: _folder["env"]).ResolveAsync(SetAt(server.Address)));
        Assert.Equal(
            $"""
            test set is not available. Tried, in this order:
              1. RNNDSL_DATA is '{_folder["env"]}', which has no {Path.Combine("folder", "file.bin")}
              2. the cache has no '{Path.Combine(_folder.Path, "cache", "folder", "file.bin")}'
              3. {server.Address}: the server answered 404 Not Found
            Download {server.Address} on a machine where that works, then pass the file or its folder with --data, or put it into the folder 'folder' of the folder in RNNDSL_DATA.
            """,
            thrown.Message, ignoreLineEndingDifferences: true);
    }

    [Fact]
    public async Task Failing_server_is_tried_three_times_before_falling_back_to_the_sample()
    {
        using var server = new LocalServer((context, _) => Refuse(context, 503));
        var set = SetAt(server.Address) with { Sample = name => new MemoryStream(Encoding.UTF8.GetBytes("sample of " + name)) };
        var data = await Resolver().ResolveAsync(set);
        Assert.Equal((DataOrigin.Sample, "sample of file.bin"), (data.Origin, data.ReadText("file.bin")));
        Assert.StartsWith("Using an embedded sample instead of test set", data.Warning);
        Assert.Contains("503", data.Warning);
        Assert.Equal(3, server.Ranges.Count);
    }

    [UnixFact]
    public async Task Symbolic_link_at_the_download_path_is_not_followed()
    {
        using var server = new LocalServer((context, _) => Send(context, Content));
        File.WriteAllText(_folder["precious"], "precious");
        foreach (var target in new[] { _folder["precious"], _folder["absent"] })
        {
            var cached = PutIntoCache();
            File.Delete(cached);
            File.CreateSymbolicLink(cached + ".partial", target);
            Assert.Equal(Content, Bytes(await Resolver().ResolveAsync(SetAt(server.Address))));
            Assert.Null(new FileInfo(cached).LinkTarget);
            Assert.Equal(["file.bin"], CacheFiles().Select(Path.GetFileName));
        }

        Assert.Equal("precious", File.ReadAllText(_folder["precious"]));
        Assert.False(File.Exists(_folder["absent"]));
    }

    [Fact]
    public async Task Address_without_https_is_skipped()
    {
        var thrown = await Assert.ThrowsAsync<DataException>(() => Resolver().ResolveAsync(SetAt(new Uri("http://example.com/file.bin"))));
        Assert.Contains("http://example.com/file.bin: this address is not https; data are downloaded over secure connections only", thrown.Message, StringComparison.Ordinal);
        Assert.All(
            typeof(DataSets).GetProperties().Select(static property => (DataSet)property.GetValue(null)!).SelectMany(static set => set.Files).SelectMany(static file => file.Addresses),
            static address => Assert.Equal(Uri.UriSchemeHttps, address.Scheme));
    }

    [Fact]
    public async Task Redirect_to_an_address_without_https_is_rejected()
    {
        using var handler = new Redirected(new Uri("http://example.com/other.bin"));
        var resolver = new DataSetResolver { EnvironmentFolder = null, CacheFolder = _folder["cache"], Handler = handler, Pause = TimeSpan.Zero };
        var thrown = await Assert.ThrowsAsync<DataException>(() => resolver.ResolveAsync(SetAt(new Uri("https://example.com/file.bin"))));
        Assert.Contains("the server redirected to http://example.com/other.bin, which is not https", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refused_connection_falls_back_to_the_sample()
    {
        var set = SetAt(Nowhere) with { Sample = _ => new MemoryStream([1]) };
        Assert.Equal(DataOrigin.Sample, (await Resolver().ResolveAsync(set)).Origin);
    }

    [Fact]
    public async Task Stalled_download_times_out()
    {
        using var silence = new ManualResetEventSlim();
        using var server = new LocalServer((_, _) => silence.Wait());
        var resolver = new DataSetResolver { EnvironmentFolder = null, CacheFolder = _folder["cache"], Patience = TimeSpan.FromMilliseconds(200), Pause = TimeSpan.Zero };
        var thrown = await Assert.ThrowsAsync<DataException>(() => resolver.ResolveAsync(SetAt(server.Address)));
        Assert.Contains("no data for 0.2 seconds", thrown.Message);
        silence.Set();
    }

    [Fact]
    public async Task Cancelled_download_is_resumed_by_the_next_one()
    {
        using var cancel = new CancellationTokenSource();
        var half = Content.Length / 2;
        using var server = new LocalServer((context, request) =>
        {
            if (request == 1)
            {
                context.Response.ContentLength64 = Content.Length;
                context.Response.OutputStream.Write(Content, 0, half);
                context.Response.OutputStream.Flush();
            }
            else
            {
                SendFrom(context, Content, long.Parse(context.Request.Headers["Range"]!["bytes=".Length..^1], CultureInfo.InvariantCulture));
            }
        });
        var display = new RecordingDisplay { OnReport = bytes => { if (bytes == half) cancel.Cancel(); } };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Resolver(display: display).ResolveAsync(SetAt(server.Address), cancel.Token));
        Assert.Equal(Content, Bytes(await Resolver().ResolveAsync(SetAt(server.Address))));
        Assert.Equal($"bytes={half}-", server.Ranges[1]);
    }

    [Fact]
    public async Task Unwritable_cache_is_named_in_the_error()
    {
        File.WriteAllText(_folder["cache"], "a file where the folder should be");
        var thrown = await Assert.ThrowsAsync<DataException>(() => Resolver().ResolveAsync(SetAt(Nowhere)));
        Assert.Contains("the download could not be kept in", thrown.Message);
    }

    [Fact]
    public async Task Text_file_that_is_not_UTF8_is_an_error()
    {
        File.WriteAllBytes(_folder["latin1.txt"], [0x63, 0x61, 0x66, 0xE9]);
        var data = await Resolver(path: _folder["latin1.txt"]).ResolveAsync(SetAt(Nowhere));
        Assert.Contains("is not UTF-8 text", Assert.Throws<DataException>(() => data.ReadText("file.bin")).Message);
    }

    [Fact]
    public async Task Console_display_shows_a_progress_bar_and_returns_the_download()
    {
        using var server = new LocalServer((context, _) => Send(context, Content));
        var text = new StringWriter(CultureInfo.InvariantCulture);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(text), Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes });
        var data = await Resolver(display: new ConsoleDownloadDisplay(console)).ResolveAsync(SetAt(server.Address));
        Assert.Equal(DataOrigin.Download, data.Origin);
        Assert.Contains("Downloading file.bin", text.ToString());
    }

    [Fact]
    public async Task Tiny_Shakespeare_has_65_characters_if_available()
    {
        if (Environment.GetEnvironmentVariable("RNNDSL_DATA") is not { Length: > 0 })
            return;
        var data = await new DataSetResolver().ResolveAsync(DataSets.TinyShakespeare);
        Assert.Equal(65, CharacterVocabulary.FromText(data.ReadText("input.txt")).Count);
    }

    private DataSetResolver Resolver(string? path = null, string? environment = null, IDownloadDisplay? display = null) =>
        new() { Path = path, EnvironmentFolder = environment, CacheFolder = _folder["cache"], Display = display, Pause = TimeSpan.Zero };

    private static DataSet SetAt(Uri address) => new("test set", "folder", FileAt("file.bin", address));

    private static DataFile FileAt(string name, params Uri[] addresses) => new(name, Content.Length, Hash(Content), addresses);

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private string PutIntoCache() => Path.Combine(Directory.CreateDirectory(Path.Combine(_folder.Path, "cache", "folder")).FullName, "file.bin");

    private string[] CacheFiles() => Directory.GetFiles(_folder["cache"], "*", SearchOption.AllDirectories);

    private static byte[] Bytes(ResolvedData data)
    {
        using var stream = data.OpenRead("file.bin");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Answers as a client that has followed a redirection.</summary>
    private sealed class Redirected(Uri to) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = to;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(Content) });
        }
    }

    private static void Send(HttpListenerContext context, byte[] bytes)
    {
        try
        {
            context.Response.ContentLength64 = bytes.Length;
            context.Response.OutputStream.Write(bytes);
            context.Response.Close();
        }
        catch (HttpListenerException)
        {
            // The client has heard enough.
        }
    }

    private static void SendFrom(HttpListenerContext context, byte[] bytes, long start)
    {
        context.Response.StatusCode = (int)HttpStatusCode.PartialContent;
        context.Response.Headers["Content-Range"] = $"bytes {start}-{bytes.Length - 1}/{bytes.Length}";
        Send(context, bytes[(int)start..]);
    }

    private static void SendHalf(HttpListenerContext context)
    {
        context.Response.ContentLength64 = Content.Length;
        context.Response.OutputStream.Write(Content, 0, Content.Length / 2);
        context.Response.OutputStream.Flush();
        context.Response.Abort();
    }

    private static void Refuse(HttpListenerContext context, int status)
    {
        context.Response.StatusCode = status;
        context.Response.Close();
    }

    private sealed class RecordingDisplay : IDownloadDisplay, IProgress<long>
    {
        public List<long> Reports { get; } = [];

        public Action<long> OnReport { get; init; } = _ => { };

        public Task ShowAsync(DataFile file, Func<IProgress<long>, Task> download) => download(this);

        public void Report(long value)
        {
            Reports.Add(value);
            OnReport(value);
        }
    }

    public void Dispose() => _folder.Dispose();
}
