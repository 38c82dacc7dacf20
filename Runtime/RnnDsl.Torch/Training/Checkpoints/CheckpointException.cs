namespace RnnDsl.Torch;

/// <summary>A checkpoint cannot be used. The message names the file and says what is wrong with it and what to do.</summary>
public sealed class CheckpointException : IOException
{
    internal CheckpointException(string path, string problem, Exception? inner = null)
        : base($"{path}: {problem}", inner) => Path = path;

    /// <summary>The file or folder that is wrong.</summary>
    public string Path { get; }
}
