using System.ComponentModel;
using System.Diagnostics;

namespace RnnDsl.Runtime.Tests.Golden;

/// <summary>A Python that has PyTorch: the one that RNNDSL_PYTHON names, or else the system's.</summary>
internal static class Python
{
    private const string Variable = "RNNDSL_PYTHON";

    // Importing torch for the first time reads hundreds of megabytes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly string? Named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    private static readonly Lazy<string?> Found = new(() => (Named is null ? ["/usr/bin/python3", "python3"] : new[] { Named }).FirstOrDefault(HasTorch));

    /// <summary>Its executable, or <c>null</c>.</summary>
    public static string? WithTorch => Found.Value;

    public static string WhyNot => Named is null
        ? $"No Python with PyTorch: neither /usr/bin/python3 nor python3 imports torch, and {Variable} names no other."
        : $"{Variable} names {Named}, which does not import torch.";

    /// <summary>Runs a script to its end.</summary>
    public static (int ExitCode, string Output) Run(params string[] arguments) =>
        Run(WithTorch ?? throw new InvalidOperationException(WhyNot), arguments);

    private static bool HasTorch(string executable)
    {
        try
        {
            return Run(executable, ["-c", "import torch"]).ExitCode == 0;
        }
        catch (Exception exception) when (exception is Win32Exception or TimeoutException)
        {
            return false;
        }
    }

    private static (int ExitCode, string Output) Run(string executable, string[] arguments)
    {
        var start = new ProcessStartInfo(executable, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // Networks this small gain nothing from threads, and tests run beside each other.
                ["OMP_NUM_THREADS"] = "1",
                ["PYTHONDONTWRITEBYTECODE"] = "1",
            },
        };
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{executable} {string.Join(' ', arguments)} did not end within {Patience}.");
        }

        return (process.ExitCode, output.Result + errors.Result);
    }
}
