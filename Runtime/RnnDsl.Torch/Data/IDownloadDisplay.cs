namespace RnnDsl.Data;

/// <summary>The display of a running download.</summary>
public interface IDownloadDisplay
{
    /// <summary>Runs a download and shows its progress.</summary>
    /// <param name="file">The file that is being downloaded.</param>
    /// <param name="download">The download; reports the total number of received bytes, those of earlier attempts included.</param>
    Task ShowAsync(DataFile file, Func<IProgress<long>, Task> download);
}
