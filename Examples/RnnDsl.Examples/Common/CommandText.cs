namespace RnnDsl.Examples.Common;

/// <summary>Command lines of this program, as a user can type them.</summary>
internal static class CommandText
{
    /// <summary>A command of this program with its arguments, quoted by the caller.</summary>
    public static string Of(string command) => $"{string.Join(' ', Program().Select(Quote))} {command}";

    public static string Current() => Join(Environment.GetCommandLineArgs().Skip(1));

    /// <summary>The current command line with <c>--resume</c>.</summary>
    public static string Resuming() => Join(ResumingArguments());

    private static List<string> ResumingArguments()
    {
        var arguments = Environment.GetCommandLineArgs().Skip(1).ToList();
        return arguments.Contains("--resume") ? arguments : [.. arguments, "--resume"];
    }

    private static IEnumerable<string> BuiltProgram()
    {
        // Under `dotnet RnnDsl.Examples.dll` the process is dotnet and the first argument is the assembly.
        var process = Environment.ProcessPath!;
        string[] program = Path.GetFileNameWithoutExtension(process) == "dotnet" ? ["dotnet", Environment.GetCommandLineArgs()[0]] : [process];
        return program.Select(Shortest);
    }

    /// <summary>The built program, for a launcher that starts it several times: <c>dotnet run</c> would build it as often.</summary>
    public static string Built() => string.Join(' ', BuiltProgram().Select(Quote));

    /// <summary>The same with the current arguments and <c>--resume</c>.</summary>
    public static string BuiltResuming() => string.Join(' ', BuiltProgram().Concat(ResumingArguments()).Select(Quote));

    private static string Join(IEnumerable<string> arguments) => string.Join(' ', Program().Concat(arguments).Select(Quote));

    private static IEnumerable<string> Program()
    {
        // In a build folder PROJECT/bin/CONFIGURATION/FRAMEWORK the program is started by `dotnet run`, as in the README.
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent;
        if (configuration?.Parent is { Name: "bin", Parent: { } project } && project.EnumerateFiles("*.csproj").Any())
            return ["dotnet", "run", "-c", configuration.Name, "--project", Shortest(project.FullName), "--"];

        return BuiltProgram();
    }

    private static string Shortest(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        if (relative == ".")
            return relative;
        if (!Path.IsPathRooted(path) || relative.StartsWith("..", StringComparison.Ordinal))
            return path;
        return relative.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) ? relative : Path.Combine(".", relative);
    }

    private static string Quote(string argument)
    {
        if (argument.Length > 0 && argument.All(static c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+\\".Contains(c, StringComparison.Ordinal)) && !argument.Contains('\\', StringComparison.Ordinal))
            return argument;
        return OperatingSystem.IsWindows()
            ? $"\"{argument.Replace("\"", "\\\"", StringComparison.Ordinal)}\""
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }
}
