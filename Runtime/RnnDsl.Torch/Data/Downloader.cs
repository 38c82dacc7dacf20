using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace RnnDsl.Data;

/// <summary>The failure of one download attempt.</summary>
/// <param name="Reason">The reason as text.</param>
/// <param name="Again">Whether a retry at the same address may succeed.</param>
/// <param name="WrongContent">Whether the received content is not the file.</param>
internal sealed record DownloadFailure(string Reason, bool Again = false, bool WrongContent = false);

/// <summary>Downloads one file with a known checksum: resumes interrupted downloads, and deletes other content.</summary>
internal sealed class Downloader(HttpMessageHandler handler, TimeSpan patience, TimeSpan pause) : IDisposable
{
    private const int AttemptsPerAddress = 3;

    // No total timeout, because a slow connection is acceptable as long as bytes arrive.
    private readonly HttpClient _client = new(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Downloads to a temporary file, which is renamed once its checksum matches.</summary>
    /// <returns>Whether the file is complete, and the failures of the attempts.</returns>
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

    /// <summary>One attempt; <c>null</c> if the file is complete.</summary>
    private async Task<DownloadFailure?> TryAsync(DataFile file, Uri address, string partial, IProgress<long> progress, CancellationToken cancellation)
    {
        if (!IsPrivate(address))
            return new DownloadFailure("this address is not https; data are downloaded over secure connections only");

        using var patient = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patient.CancelAfter(patience);
        var somethingCame = false;
        try
        {
            var stream = FileOperations.Current.OpenExclusively(partial);
            await using (stream.ConfigureAwait(false))
            {
                // An archive that is packed anew at each download cannot be resumed.
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

                // The earlier part may belong to another file: only an uninterrupted download proves an address wrong.
                return leftOver
                    ? new DownloadFailure($"together with the rest of an earlier download its SHA-256 is {found}; both were deleted", Again: true, WrongContent: true)
                    : new DownloadFailure($"the received content is not {file.Name}: its SHA-256 is {found}, expected {file.Sha256}; it was deleted", WrongContent: true);
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // A retry is useless if the address has never answered.
            return new DownloadFailure(string.Create(CultureInfo.InvariantCulture, $"no data for {patience.TotalSeconds} seconds"), Again: somethingCame);
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

    /// <summary>Appends the missing part of a file; <c>null</c> if the file is complete.</summary>
    private async Task<DownloadFailure?> FetchAsync(DataFile file, Uri address, FileStream stream, Action<long> received, CancellationTokenSource patient)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.UserAgent.Add(new ProductInfoHeaderValue("RnnDsl", "0.1"));
        if (stream.Length > 0)
            request.Headers.Range = new RangeHeaderValue(stream.Length, null);

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patient.Token).ConfigureAwait(false);
        if (response.RequestMessage?.RequestUri is { } answered && !IsPrivate(answered))
            return new DownloadFailure($"the server redirected to {answered}, which is not https");
        switch (response.StatusCode)
        {
            case HttpStatusCode.PartialContent when response.Content.Headers.ContentRange?.From == stream.Length:
                break;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                stream.SetLength(0);
                return new DownloadFailure("the server cannot resume the download; it starts again", Again: true);
            case HttpStatusCode.OK:
                // A server without range support sends the whole file.
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
                    return new DownloadFailure($"the connection was lost after {stream.Length} of {file.Length} bytes: {problem.GetBaseException().Message}", Again: true);
                }

                if (count == 0)
                    break;
                if (stream.Length + count > file.Length)
                    return new DownloadFailure($"the received content is longer than the {file.Length} bytes of {file.Name}; it was deleted", WrongContent: true);

                await stream.WriteAsync(buffer.AsMemory(0, count), patient.Token).ConfigureAwait(false);
                received(stream.Length);
            }
        }

        return stream.Length == file.Length || file.Entries is not null
            ? null
            : new DownloadFailure($"the server sent {stream.Length} of {file.Length} bytes", Again: true);
    }

    /// <summary>Whether the connection is protected against modification: https, or this machine itself.</summary>
    private static bool IsPrivate(Uri address) => address.Scheme == Uri.UriSchemeHttps || address.IsLoopback;

    public void Dispose() => _client.Dispose();
}
