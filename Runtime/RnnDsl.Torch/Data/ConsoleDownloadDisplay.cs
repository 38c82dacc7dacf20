using Spectre.Console;

namespace RnnDsl.Data;

/// <summary>Shows a download as a progress bar with its speed and remaining time.</summary>
public sealed class ConsoleDownloadDisplay(IAnsiConsole console) : IDownloadDisplay
{
    /// <inheritdoc/>
    public Task ShowAsync(DataFile file, Func<IProgress<long>, Task> download)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(download);
        return console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => download(new Bar(context.AddTask($"Downloading {Markup.Escape(file.Name)}", maxValue: file.Length))));
    }

    private sealed class Bar(ProgressTask task) : IProgress<long>
    {
        public void Report(long value) => task.Value = value;
    }
}
