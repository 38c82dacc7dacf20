namespace RnnDsl;

/// <summary>A file is not what the safetensors format says it should be. The message names the file and what is wrong with it.</summary>
public sealed class SafetensorsException : IOException
{
    internal SafetensorsException(string file, string problem, Exception? inner = null)
        : base($"{file} cannot be read as safetensors: {problem}", inner)
    {
        File = file;
        Problem = problem;
    }

    /// <summary>The file, as it was named by the caller.</summary>
    public string File { get; }

    /// <summary>What is wrong with it.</summary>
    public string Problem { get; }
}
