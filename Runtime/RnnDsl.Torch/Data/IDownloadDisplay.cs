namespace RnnDsl.Torch;

/// <summary>Shows a download while it runs.</summary>
public interface IDownloadDisplay
{
    /// <summary>Runs a download and shows how far it is.</summary>
    /// <param name="file">The file that is being downloaded.</param>
    /// <param name="download">The download; it reports how many bytes have arrived in all, counting those of earlier attempts.</param>
    Task ShowAsync(DataFile file, Func<IProgress<long>, Task> download);
}
