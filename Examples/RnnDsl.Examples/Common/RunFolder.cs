using System.Globalization;

namespace RnnDsl.Examples.Common;

/// <summary>The folder of one run, <c>--out</c>: checkpoint, results, figures.</summary>
internal sealed class RunFolder(string path)
{
    public string FullPath { get; } = Path.GetFullPath(path);

    public string Checkpoint => Path.Combine(path, "checkpoint");

    /// <summary>Checkpoint folder of one of several trainings.</summary>
    public string CheckpointOf(string training) => Path.Combine(Checkpoint, training);

    /// <summary>A subfolder for one of several trainings; <c>null</c> without a folder.</summary>
    public static string? Below(string? folder, string training) => folder is null ? null : Path.Combine(folder, training);

    /// <summary>Forecast residuals of one of several trainings.</summary>
    public string ResidualsOf(string training) => Path.Combine(path, $"residuals-{training}.safetensors");

    public string Vocabulary => Path.Combine(path, "vocabulary.json");

    /// <summary>Vocabulary of one language: a file with an extension appended, or a folder.</summary>
    public string VocabularyOf(string language) => Path.Combine(path, "vocabulary-" + language);

    /// <summary>Architecture of the model, without its weights.</summary>
    public string Settings => Path.Combine(path, "settings.json");

    /// <summary>Weights in another format.</summary>
    public string Weights(string format) => Path.Combine(path, $"weights-{format}.safetensors");

    public string Samples => Path.Combine(path, "samples.txt");

    public string LossCurve => Path.Combine(path, "loss.png");

    public string Results => Path.Combine(path, "results.json");

    /// <summary>A PNG file, by its name without extension.</summary>
    public string Figure(string name) => Path.Combine(path, name + ".png");

    /// <summary>An HTML file, by its name without extension.</summary>
    public string Page(string name) => Path.Combine(path, name + ".html");

    /// <summary>The sample generated at a training step.</summary>
    public string SampleAt(long step) => Path.Combine(path, "samples", string.Create(CultureInfo.InvariantCulture, $"step-{step:D8}.txt"));

    /// <summary>The weights of the last checkpoint.</summary>
    /// <param name="option">The option that named the folder, with its value.</param>
    /// <param name="command">The command that trains into the folder.</param>
    /// <exception cref="UsageException">There is no checkpoint.</exception>
    /// <exception cref="CheckpointException">The checkpoint is damaged.</exception>
    public string TrainedWeights(string option, string command)
    {
        var checkpoints = new CheckpointFolder(Checkpoint);
        return checkpoints.HasCheckpoint
            ? checkpoints.LatestWeights()
            : throw new UsageException($"{option}: there is no trained model in this folder. Train one with '{CommandText.Of(command)}', or name the folder of a run.");
    }

    /// <summary>Whether the folder holds a checkpoint.</summary>
    public bool HasCheckpoint =>
        new CheckpointFolder(Checkpoint).HasCheckpoint
        || (Directory.Exists(Checkpoint) && Directory.EnumerateDirectories(Checkpoint).Any(static folder => new CheckpointFolder(folder).HasCheckpoint));

    /// <summary>
    /// Locks the folder until disposed. Moves an earlier run aside unless it is resumed, and prints its new path, so that no results are overwritten.
    /// </summary>
    /// <param name="resume">Whether the run in this folder continues.</param>
    /// <exception cref="CheckpointException">Another process is writing to this folder.</exception>
    /// <exception cref="UsageException">The earlier run cannot be moved: the program runs inside its folder.</exception>
    public IDisposable Open(bool resume)
    {
        var held = FolderLock.Take(path);
        if (resume || (!HasCheckpoint && !File.Exists(Results)))
            return held;

        using (held)
            MoveAside();
        return FolderLock.Take(path);
    }

    /// <summary>The same for the ranks of a run: rank 0 opens the folder, and the others wait for it.</summary>
    /// <inheritdoc cref="Open(bool)"/>
    public IDisposable? Open(bool resume, ICommunicator ranks)
    {
        var opened = ranks.Rank == 0 ? Open(resume) : null;
        ranks.Barrier();
        return opened;
    }

    private void MoveAside()
    {
        var bare = FullPath.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var here = Environment.CurrentDirectory + Path.DirectorySeparatorChar;
        if (here.StartsWith(bare + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new UsageException($"--out {path}: this folder already holds a run, and it cannot be moved aside while the program runs inside it. Continue the run with --resume, or name another folder.");

        // The path as the user wrote it keeps the message short.
        var shown = path.TrimEnd(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        var number = 1;
        while (Path.Exists(Numbered(bare, number)))
            number++;
        Directory.Move(bare, Numbered(bare, number));
        Show.Line($"The run that was in {shown} is now in {Numbered(shown, number)}.\n");

        static string Numbered(string folder, int number) => $"{folder}-{number.ToString(CultureInfo.InvariantCulture)}";
    }
}
