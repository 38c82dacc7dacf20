using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;

namespace RnnDsl.Runtime.Tests.Golden;

/// <summary>A Python that has a module, such as PyTorch: the one that RNNDSL_PYTHON names, or else the system's.</summary>
internal static class Python
{
    private const string Variable = "RNNDSL_PYTHON";

    // Importing torch for the first time reads hundreds of megabytes.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly string? Named = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : null;

    private static readonly ConcurrentDictionary<string, string?> Found = new();

    /// <summary>The executable of one that imports a module, or <c>null</c>.</summary>
    public static string? With(string module) =>
        Found.GetOrAdd(module, name => (Named is null ? ["/usr/bin/python3", "python3"] : new[] { Named }).FirstOrDefault(executable => Has(executable, name)));

    public static string WhyNot(string module) => Named is null
        ? $"Neither /usr/bin/python3 nor python3 imports {module}, and {Variable} names no other Python."
        : $"{Variable} names {Named}, which does not import {module}.";

    /// <summary>Runs a script that needs a module to its end.</summary>
    public static (int ExitCode, string Output) RunWith(string module, params string[] arguments) =>
        Run(With(module) ?? throw new InvalidOperationException(WhyNot(module)), arguments);

    private static bool Has(string executable, string module)
    {
        try
        {
            return Run(executable, ["-c", $"import {module}"]).ExitCode == 0;
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
