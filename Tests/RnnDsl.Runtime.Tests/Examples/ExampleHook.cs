using System.Reflection;
using System.Text.Json;

/// <summary>
/// The startup hook of <see cref="RnnDsl.Runtime.Tests.Examples.SharedExampleProcess"/>: in a process of the examples, before their program starts, it
/// runs the program once for each command line that it reads. It uses nothing but the base library.
/// </summary>
internal static class StartupHook
{
    /// <summary>The exit code of a process with an unhandled exception.</summary>
    internal const int Unhandled = 134;

    // For the whole process: a console that a library has made keeps writing to them.
    private static readonly StringWriter Output = new();
    private static readonly StringWriter Errors = new();

    public static void Initialize()
    {
        // Child processes of the program start without the hook.
        Environment.SetEnvironmentVariable("DOTNET_STARTUP_HOOKS", null);
        var (requests, replies) = (Console.In, Console.Out);
        Console.SetOut(TextWriter.Synchronized(Output));
        Console.SetError(TextWriter.Synchronized(Errors));
        while (requests.ReadLine() is { } line)
        {
            replies.WriteLine(JsonSerializer.Serialize(Run(JsonSerializer.Deserialize<Request>(line)!)));
            replies.Flush();
        }

        Environment.Exit(0);
    }

    private static Reply Run(Request request)
    {
        Output.GetStringBuilder().Clear();
        Errors.GetStringBuilder().Clear();
        Directory.SetCurrentDirectory(request.Folder);
        Console.SetIn(new StringReader(request.Input));
        try
        {
            var exitCode = (int)Assembly.GetEntryAssembly()!.EntryPoint!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [request.Arguments], null)!;
            return new Reply(exitCode, $"{Output}", $"{Errors}");
        }
#pragma warning disable CA1031 // The runtime would print it and end the process.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            return new Reply(Unhandled, $"{Output}", $"{Errors}Unhandled exception. {exception}");
        }
        finally
        {
            // The test deletes its folder.
            Directory.SetCurrentDirectory(Path.GetTempPath());
        }
    }

    /// <summary>A command line, the folder that it runs in and its input.</summary>
    internal sealed record Request(string Folder, string[] Arguments, string Input);

    /// <summary>The outcome of the command.</summary>
    internal sealed record Reply(int ExitCode, string Output, string Errors);
}
