namespace RnnDsl.Data;

/// <summary>
/// Finds a data set: at the user's path, in the folder <c>RNNDSL_DATA</c>, in the user's cache, by download; otherwise uses its embedded sample.
/// </summary>
/// <remarks>
/// A given path is used without verification, or rejected, and never skipped. Everywhere else a file is used
/// only if its checksum matches.
/// </remarks>
public sealed class DataSetResolver
{
    /// <summary>The environment variable that names a folder of data sets.</summary>
    public const string EnvironmentVariable = "RNNDSL_DATA";

    /// <summary>The file or folder given by the user (<c>--data</c>); <c>null</c> for none.</summary>
    public string? Path { get; init; }

    /// <summary>The folder of data sets; by default the value of <c>RNNDSL_DATA</c>.</summary>
    public string? EnvironmentFolder { get; init; } = Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } folder ? folder : null;

    /// <summary>The cache of data sets: <c>rnndsl/data</c> in the system's cache folder.</summary>
    public string CacheFolder { get; init; } = System.IO.Path.Combine(UserCache(), "rnndsl", "data");

    /// <summary>The display of downloads; <c>null</c> for none.</summary>
    public IDownloadDisplay? Display { get; init; }

    /// <summary>The HTTP handler; <c>null</c>: the system's default, proxy included.</summary>
    public HttpMessageHandler? Handler { get; init; }

    /// <summary>The time without data after which a download is retried.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before a retry.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Finds a data set.</summary>
    /// <exception cref="DataException">
    /// The given path does not have the data set; a file does not match its checksum; or the set is not available and has no sample.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The download was cancelled; the part that has arrived is kept, and the next download continues it.
    /// </exception>
    public async Task<ResolvedData> ResolveAsync(DataSet set, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (Path is not null)
            return AtPath(set, Path);

        var tried = new List<string>();
        if (await InEnvironmentAsync(set, tried, cancellation).ConfigureAwait(false) is { } found)
            return found;
        return await InCacheAsync(set, tried, cancellation).ConfigureAwait(false) ?? await DownloadedAsync(set, tried, cancellation).ConfigureAwait(false);
    }

    private static ResolvedData AtPath(DataSet set, string path)
    {
        if (File.Exists(path))
        {
            return set.Files.Count == 1
                ? new ResolvedData(set, DataOrigin.Path, path, _ => File.OpenRead(path))
                : throw new DataException($"'{path}' is a file, but {set.Name} has {set.Files.Count}: {NamesOf(set)}. Pass the folder that contains them.");
        }

        if (!Directory.Exists(path))
            throw new DataException($"'{path}', where {set.Name} should be, does not exist. Pass an existing file or folder, or none, in which case the data set is searched for and downloaded.");

        string[] folders = [path, System.IO.Path.Combine(path, set.Folder)];
        foreach (var folder in folders)
        {
            var missing = set.Files.Where(file => file.FormIn(folder) is null).ToList();
            if (missing.Count == 0)
                return InFolder(set, DataOrigin.Path, folder);
            if (missing.Count < set.Files.Count)
                throw new DataException($"The folder '{folder}' does not contain all of {set.Name}: it lacks {NamesOf(missing)}.");
        }

        throw new DataException($"The folder '{path}' does not contain {set.Name}: neither it nor '{folders[1]}' has {NamesOf(set)}.");
    }

    private async Task<ResolvedData?> InEnvironmentAsync(DataSet set, List<string> tried, CancellationToken cancellation)
    {
        if (EnvironmentFolder is null)
        {
            tried.Add($"{EnvironmentVariable} is not set");
            return null;
        }

        var folder = System.IO.Path.Combine(EnvironmentFolder, set.Folder);
        foreach (var file in set.Files)
        {
            if (file.FormIn(folder) is not { } form)
            {
                tried.Add($"{EnvironmentVariable} is '{EnvironmentFolder}', which has no {System.IO.Path.Combine(set.Folder, file.Name)}");
                return null;
            }

            var path = System.IO.Path.Combine(folder, form.Name);
            var checksum = await ChecksumAsync(form, path, cancellation).ConfigureAwait(false);
            if (checksum != form.Sha256)
            {
                throw new DataException(
                    $"'{path}', found through {EnvironmentVariable}, is not {form.Name} of {set.Name}: its SHA-256 is {checksum} where {form.Sha256} is right. "
                    + "Replace it with the original, or pass your own data with --data.");
            }
        }

        return InFolder(set, DataOrigin.Environment, folder);
    }

    private async Task<ResolvedData?> InCacheAsync(DataSet set, List<string> tried, CancellationToken cancellation)
    {
        foreach (var file in set.Files)
        {
            var path = Cached(set, file);
            if (!File.Exists(path))
            {
                tried.Add($"the cache has no '{path}'");
                return null;
            }

            if (await ChecksumAsync(file, path, cancellation).ConfigureAwait(false) != file.Sha256)
            {
                tried.Add($"'{path}' in the cache has a wrong SHA-256");
                return null;
            }
        }

        return InFolder(set, DataOrigin.Cache, System.IO.Path.Combine(CacheFolder, set.Folder));
    }

    private async Task<ResolvedData> DownloadedAsync(DataSet set, List<string> tried, CancellationToken cancellation)
    {
        using var system = Handler is null ? new SocketsHttpHandler() : null;
        using var downloader = new Downloader(Handler ?? system!, Patience, Pause);
        try
        {
            foreach (var file in set.Files)
            {
                var target = Cached(set, file);
                if (File.Exists(target) && await ChecksumAsync(file, target, cancellation).ConfigureAwait(false) == file.Sha256)
                    continue;

                var (done, failures) = (false, new List<(Uri Address, DownloadFailure Failure)>());
                await (Display ?? Silent.Instance).ShowAsync(
                    file,
                    async progress => (done, failures) = await downloader.DownloadAsync(file, target, progress, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
                if (done)
                    continue;

                tried.AddRange(failures.Select(failure => $"{failure.Address}: {failure.Failure.Reason}"));
                // A missing network falls back to the sample. A wrong file from the network is an error for the user to decide on.
                return failures.Any(failure => failure.Failure.WrongContent)
                    ? throw new DataException(Story(set, tried))
                    : SampleOf(set, tried);
            }
        }
        catch (Exception problem) when (problem is (IOException and not DataException) or UnauthorizedAccessException)
        {
            tried.Add($"the download could not be kept in '{CacheFolder}': {problem.Message}");
            return SampleOf(set, tried);
        }

        return InFolder(set, DataOrigin.Download, System.IO.Path.Combine(CacheFolder, set.Folder));
    }

    private static ResolvedData SampleOf(DataSet set, List<string> tried) => set.Sample is null
        ? throw new DataException(Story(set, tried))
        : new ResolvedData(
            set,
            DataOrigin.Sample,
            "the embedded sample",
            set.Sample,
            $"Using an embedded sample instead of {set.Name}: results are not comparable with those of the real data set.\n{Story(set, tried)}");

    private static string Story(DataSet set, List<string> tried) =>
        $"{set.Name} is not available. Tried, in this order:\n"
        + string.Concat(tried.Select((line, i) => $"  {i + 1}. {line}\n"))
        + $"Download {string.Join(", ", set.Files.Select(file => file.Addresses[0]))} on a machine where that works, then pass the file or its folder with --data, "
        + $"or put it into the folder '{set.Folder}' of the folder in {EnvironmentVariable}.";

    private static ResolvedData InFolder(DataSet set, DataOrigin origin, string folder) =>
        new(set, origin, folder, name => File.OpenRead(System.IO.Path.Combine(folder, set.Files.First(file => file.Name == name).FormIn(folder)?.Name ?? name)));

    private string Cached(DataSet set, DataFile file) => System.IO.Path.Combine(CacheFolder, set.Folder, file.Name);

    private static string NamesOf(DataSet set) => NamesOf(set.Files);

    private static string NamesOf(IEnumerable<DataFile> files) => string.Join(", ", files.Select(file => file.Name));

    private static async Task<string> ChecksumAsync(DataFile file, string path, CancellationToken cancellation)
    {
        var stream = File.OpenRead(path);
        await using (stream.ConfigureAwait(false))
            return await file.ChecksumAsync(stream, cancellation).ConfigureAwait(false);
    }

    /// <summary>The cache folder of each system: XDG_CACHE_HOME or ~/.cache, ~/Library/Caches, or the local application data.</summary>
    private static string UserCache()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows())
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
        if (OperatingSystem.IsMacOS())
            return System.IO.Path.Combine(home, "Library", "Caches");
        return Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache ? cache : System.IO.Path.Combine(home, ".cache");
    }

    private sealed class Silent : IDownloadDisplay
    {
        public static readonly Silent Instance = new();

        public Task ShowAsync(DataFile file, Func<IProgress<long>, Task> download) => download(new Nowhere());

        private sealed class Nowhere : IProgress<long>
        {
            public void Report(long value)
            {
            }
        }
    }
}
