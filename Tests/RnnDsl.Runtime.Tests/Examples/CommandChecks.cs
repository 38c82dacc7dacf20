using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>Checks of all commands of the examples.</summary>
internal static class CommandChecks
{
    /// <summary>An invalid command line prints a message, exits with 2 and writes no file.</summary>
    public static void Refuses(string message, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output, errors) = SharedExampleProcess.Run(folder.Path, arguments);
        Assert.Equal(2, exitCode);
        Assert.Contains(message, output + errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    /// <summary>The help describes each of these options.</summary>
    public static void Explains(string help, params string[] options) =>
        Assert.All(options, option => Assert.Matches($@"(?m)^  {option}\b.* \w", help));
}
