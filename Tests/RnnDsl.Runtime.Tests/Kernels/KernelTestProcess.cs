using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>A child process that runs <see cref="KernelTestProgram"/> with settings of the runtime.</summary>
internal static class KernelTestProcess
{
    /// <summary>Runs it to its end and returns what it printed.</summary>
    public static async Task<string> Run(string[] arguments, (string Name, string Value)[] environment)
    {
        var run = await ProgramRun.Of([Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", typeof(KernelTestProgram).Assembly.Location, .. arguments], environment: environment);
        Assert.True(run.ExitCode == 0, $"With {string.Join(", ", environment.Select(static pair => $"{pair.Name}={pair.Value}"))}:\n{run.Output}{run.Errors}");
        return run.Output;
    }
}
