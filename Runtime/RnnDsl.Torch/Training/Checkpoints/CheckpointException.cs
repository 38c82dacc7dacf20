namespace RnnDsl.Training;

/// <summary>A checkpoint cannot be used. The message names the file, the problem and what to do.</summary>
public sealed class CheckpointException : IOException
{
    internal CheckpointException(string path, string problem, Exception? inner = null)
        : base($"{path}: {problem}", inner) => Path = path;

    /// <summary>The affected file or folder.</summary>
    public string Path { get; }
}
