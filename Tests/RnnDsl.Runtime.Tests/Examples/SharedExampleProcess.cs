using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>
/// A process of the examples that runs many command lines, one after the other: most of what each would take is the start of a process and the compilation of its
/// code. Trainings that are killed or get a signal have processes of their own (<see cref="ExampleProcess"/>), and so have runs that record
/// their own command line, and one of each kind that is compared with a run here.
/// </summary>
internal static class SharedExampleProcess
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    /// <summary>Started and free. There are never more than tests that run at once.</summary>
    private static readonly ConcurrentBag<Process> Free = [];

    public static (int ExitCode, string Output, string Errors) Run(string workingFolder, params string[] arguments) => RunWithInput(workingFolder, "", arguments);

    /// <summary>Runs a command line with these input lines.</summary>
    public static (int ExitCode, string Output, string Errors) RunWithInput(string workingFolder, string input, params string[] arguments)
    {
        var process = Free.TryTake(out var free) ? free : Start();
        process.StandardInput.WriteLine(JsonSerializer.Serialize(new StartupHook.Request(workingFolder, arguments, input)));
        process.StandardInput.Flush();
        var reading = process.StandardOutput.ReadLineAsync();
        if (!reading.Wait(Hang))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"'{string.Join(' ', arguments)}' hangs.");
        }

        Assert.True(reading.Result is not null, $"'{string.Join(' ', arguments)}' ended the process.");
        var reply = JsonSerializer.Deserialize<StartupHook.Reply>(reading.Result)!;
        Free.Add(process);
        Assert.True(reply.ExitCode != StartupHook.Unhandled, reply.Errors);
        return (reply.ExitCode, Lines(reply.Output), Lines(reply.Errors));
    }

    private static Process Start()
    {
        var start = new ProcessStartInfo(ExampleProcess.Program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            Environment =
            {
                ["DOTNET_STARTUP_HOOKS"] = typeof(StartupHook).Assembly.Location,
                ["OMP_NUM_THREADS"] = "1",
                ["MKL_NUM_THREADS"] = "1",
            },
        };
        return Process.Start(start) ?? throw new InvalidOperationException($"{ExampleProcess.Program} did not start.");
    }

    /// <summary>The text as <see cref="ExampleProcess"/> gives it: its lines, without the last line feed.</summary>
    private static string Lines(string text) => text.ReplaceLineEndings("\n") is [.. var lines, '\n'] ? lines : text.ReplaceLineEndings("\n");
}
