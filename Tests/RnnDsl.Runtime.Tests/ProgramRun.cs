using System.Diagnostics;

namespace RnnDsl.Runtime.Tests;

/// <summary>What a program printed, and its exit code.</summary>
internal sealed record ProgramRun(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="write">Writes its input.</param>
    /// <param name="environment">Variables of its environment.</param>
    public static async Task<ProgramRun> Of(IReadOnlyList<string> command, Action<TextWriter>? write = null, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command[0]} did not start.");
        using var patience = new CancellationTokenSource(Hang);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await Task.Run(() => Write(process, write), patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return new(process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{string.Join(' ', command)} did not end within {Hang}.");
        }
    }

    private static void Write(Process process, Action<TextWriter>? write)
    {
        try
        {
            write?.Invoke(process.StandardInput);
            process.StandardInput.Close();
        }
        catch (IOException) when (process.WaitForExit(Hang))
        {
            // A program that refuses its input has ended: its exit code and its errors tell why.
        }
    }
}
