using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>What holds for every command of the examples.</summary>
internal static class CommandChecks
{
    /// <summary>A command line that cannot be done says so, ends with 2 and leaves nothing behind.</summary>
    public static void Refuses(string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = ExampleProcess.Run(folder.Path, arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, output + errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    /// <summary>Help has a line of words for each of these options.</summary>
    public static void Explains(string help, params string[] options) =>
        Assert.All(options, option => Assert.Matches($@"(?m)^  {option}\b.* \w", help));
}
