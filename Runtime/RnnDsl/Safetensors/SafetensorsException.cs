namespace RnnDsl.Safetensors;

/// <summary>A file violates the safetensors format. The message names the file and the problem.</summary>
public sealed class SafetensorsException : IOException
{
    internal SafetensorsException(string file, string problem, Exception? inner = null)
        : base($"{file} cannot be read as safetensors: {problem}", inner)
    {
        File = file;
        Problem = problem;
    }

    /// <summary>The file, as named by the caller.</summary>
    public string File { get; }

    /// <summary>The problem.</summary>
    public string Problem { get; }
}
