namespace VerifyTests;

/// <summary>One text to compare with its verified file.</summary>
/// <param name="extension">The file's extension, without a dot.</param>
/// <param name="data">The text.</param>
/// <param name="name">What tells it from the other texts of the same test: <c>Class.Test#name.verified.cs</c>.</param>
public readonly struct Target(string extension, string data, string? name = null)
{
    public string Extension { get; } = extension;

    public string Data { get; } = data;

    public string? Name { get; } = name;
}
