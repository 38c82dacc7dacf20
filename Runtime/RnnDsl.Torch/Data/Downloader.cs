using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace RnnDsl.Torch;

/// <summary>Why one attempt at a download came to nothing.</summary>
/// <param name="Reason">In words.</param>
/// <param name="Again">Whether another attempt at the same address may help.</param>
/// <param name="WrongContent">Whether something came that is not the file.</param>
internal sealed record DownloadFailure(string Reason, bool Again = false, bool WrongContent = false);

/// <summary>Downloads one file of known content: resumes what broke off, and keeps nothing that is not that content.</summary>
internal sealed class Downloader(HttpMessageHandler handler, TimeSpan patience, TimeSpan pause) : IDisposable
{
    private const int AttemptsPerAddress = 3;

    // No limit on the whole: a slow line may take its time. What counts is that bytes keep coming.
    private readonly HttpClient _client = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Downloads to a file, written beside and renamed once its checksum is right.</summary>
    /// <returns>Whether the file is there, and what failed on the way.</returns>
    public async Task<(bool Done, List<(Uri Address, DownloadFailure Failure)> Failures)> DownloadAsync(
        DataFile file, string target, IProgress<long> progress, CancellationToken cancellation)
    {
        var failures = new List<(Uri, DownloadFailure)>();
        var partial = target + AtomicFile.PartialSuffix;
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        foreach (var address in file.Addresses)
        {
            for (var attempt = 1; attempt <= AttemptsPerAddress; attempt++)
            {
                if (attempt > 1)
                    await Task.Delay(pause, cancellation).ConfigureAwait(false);

                var failure = await TryAsync(file, address, partial, progress, cancellation).ConfigureAwait(false);
                if (failure is null)
                {
                    File.Move(partial, target, overwrite: true);
                    return (true, failures);
                }

                failures.Add((address, failure));
                if (failure.WrongContent)
                    File.Delete(partial);
                if (!failure.Again)
                    break;
            }
        }

        return (false, failures);
    }

    /// <summary>One attempt; <c>null</c> when the whole file is there.</summary>
    private async Task<DownloadFailure?> TryAsync(DataFile file, Uri address, string partial, IProgress<long> progress, CancellationToken cancellation)
    {
        if (!IsPrivate(address))
            return new DownloadFailure("this address is not https, and nothing is downloaded over a line that anyone on the way can change");

        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patient.CancelAfter(patience);
        var somethingCame = false;
        try
        {
            var stream = FileOperations.Current.OpenExclusively(partial);
            await using (stream.ConfigureAwait(false))
            {
                // What is packed anew each time cannot be gone on with.
                if (stream.Length > file.Length || file.Entries is not null)
                    stream.SetLength(0);
                var leftOver = stream.Length > 0;
                if (stream.Length < file.Length && await FetchAsync(file, address, stream, Received, patient).ConfigureAwait(false) is { } failure)
                    return failure;

                stream.Position = 0;
                var found = await file.ChecksumAsync(stream, cancellation).ConfigureAwait(false);
                if (found == file.Sha256)
                {
                    stream.Flush(flushToDisk: true);
                    return null;
                }

                // What was left may have been of another file: only a download in one piece proves an address wrong.
                return leftOver
                    ? new DownloadFailure($"together with what was left of an earlier download its SHA-256 is {found}; both were deleted", Again: true, WrongContent: true)
                    : new DownloadFailure($"what came is not {file.Name}: its SHA-256 is {found} where {file.Sha256} is right; it was deleted", WrongContent: true);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // An address that never answered will hardly do so the next time.
            return new DownloadFailure(string.Create(CultureInfo.InvariantCulture, $"nothing came for {patience.TotalSeconds} seconds"), Again: somethingCame);
        }
        catch (HttpRequestException problem)
        {
            return new DownloadFailure(problem.GetBaseException().Message, Again: problem.HttpRequestError != HttpRequestError.NameResolutionError);
        }

        void Received(long bytes)
        {
            somethingCame = true;
            patient.CancelAfter(patience);
            progress.Report(bytes);
        }
    }

    /// <summary>Appends what is missing of a file; <c>null</c> when all of it is there.</summary>
    private async Task<DownloadFailure?> FetchAsync(DataFile file, Uri address, FileStream stream, Action<long> received, CancellationTokenSource patient)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("RnnDsl", "0.1"));
        if (stream.Length > 0)
            request.Headers.Range = new RangeHeaderValue(stream.Length, null);

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patient.Token).ConfigureAwait(false);
        if (response.RequestMessage?.RequestUri is { } answered && !IsPrivate(answered))
            return new DownloadFailure($"the server sent on to {answered}, which is not https");
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == stream.Length:
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                stream.SetLength(0);
                return new DownloadFailure("the server could not go on where the download broke off; it begins anew", Again: true);
            case HttpStatusCode.OK:
                // A server that knows nothing of ranges sends the whole file.
                stream.SetLength(0);
                break;
            case var status:
                var passing = (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests;
                return new DownloadFailure($"the server answered {(int)status} {response.ReasonPhrase}", Again: passing);
        }

        stream.Position = stream.Length;
        var buffer = new byte[81920];
        var body = await response.Content.ReadAsStreamAsync(patient.Token).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            while (true)
            {
                int count;
                try
                {
                    count = await body.ReadAsync(buffer, patient.Token).ConfigureAwait(false);
                }
                catch (IOException problem)
                {
                    return new DownloadFailure($"the connection broke off after {stream.Length} of {file.Length} bytes: {problem.GetBaseException().Message}", Again: true);
                }

                if (count == 0)
                    break;
                if (stream.Length + count > file.Length)
                    return new DownloadFailure($"what came is longer than the {file.Length} bytes of {file.Name}; it was deleted", WrongContent: true);

                await stream.WriteAsync(buffer.AsMemory(0, count), patient.Token).ConfigureAwait(false);
                received(stream.Length);
            }
        }

        return stream.Length == file.Length || file.Entries is not null
            ? null
            : new DownloadFailure($"the server sent {stream.Length} of {file.Length} bytes", Again: true);
    }

    /// <summary>Whether what an address sends cannot be changed on the way: over https, or from this machine itself.</summary>
    private static bool IsPrivate(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;

    public void Dispose() => _client.Dispose();
}
