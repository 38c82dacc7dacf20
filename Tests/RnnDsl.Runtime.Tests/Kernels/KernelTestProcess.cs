using System.Diagnostics;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>A child process that runs <see cref="KernelTestProgram"/> with settings of the runtime.</summary>
internal static class KernelTestProcess
{
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(5);

    /// <summary>Runs it to its end and returns what it printed.</summary>
    public static async Task<string> Run(string[] arguments, (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", typeof(KernelTestProgram).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var settings = string.Join(", ", environment.Select(static pair => $"{pair.Name}={pair.Value}"));
        using var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
        using var patience = new CancellationTokenSource(Hang);
        try
        {
            var (output, errors) = (process.StandardOutput.ReadToEndAsync(patience.Token), process.StandardError.ReadToEndAsync(patience.Token));
            await process.WaitForExitAsync(patience.Token);
            Assert.True(process.ExitCode == 0, $"With {settings}:\n{await output}{await errors}");
            return await output;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"The tests of the kernels hang with {settings}.");
        }
    }
}
