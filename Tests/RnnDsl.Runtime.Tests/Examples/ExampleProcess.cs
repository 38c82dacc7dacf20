using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>A process of the examples with its output lines.</summary>
internal sealed class ExampleProcess : IDisposable
{
    /// <summary>The longest training takes five minutes, on a busy machine several times as long.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(25);

    public static readonly string Program = Path.Combine(
        typeof(ExampleProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ExamplesFolder").Value!,
        OperatingSystem.IsWindows() ? "RnnDsl.Examples.exe" : "RnnDsl.Examples");

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly SemaphoreSlim _lines = new(0);

    private ExampleProcess(Process process) => _process = process;

    public string Output => string.Join('\n', _output);

    public string Errors => string.Join('\n', _errors);

    public static ExampleProcess Start(string workingFolder, params string[] arguments) => Start(workingFolder, input: null, arguments);

    private static ExampleProcess Start(string workingFolder, string? input, string[] arguments)
    {
        Assert.True(File.Exists(Program), $"{Program} is not built.");
        var start = new ProcessStartInfo
        {
            WorkingDirectory = workingFolder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = input is not null,
            Environment =
            {
                // Small models gain nothing from threads, and tests run in parallel.
                ["OMP_NUM_THREADS"] = "1",
                ["MKL_NUM_THREADS"] = "1",
            },
        };

        // A shell's background jobs ignore Ctrl-C, and so would every process started from one.
        start.FileName = OperatingSystem.IsLinux() ? "env" : Program;
        foreach (var argument in OperatingSystem.IsLinux() ? ["--default-signal=INT", Program, .. arguments] : arguments)
            start.ArgumentList.Add(argument);

        var example = new ExampleProcess(new Process { StartInfo = start });
        example._process.OutputDataReceived += (_, line) => example.Receive(example._output, line.Data);
        example._process.ErrorDataReceived += (_, line) => example.Receive(example._errors, line.Data);
        example._process.Start();
        example._process.BeginOutputReadLine();
        example._process.BeginErrorReadLine();
        if (input is not null)
        {
            example._process.StandardInput.Write(input);
            example._process.StandardInput.Close();
        }
        return example;
    }

    public static (int ExitCode, string Output, string Errors) Run(string workingFolder, params string[] arguments)
    {
        using var example = Start(workingFolder, arguments);
        return (example.WaitForExit(), example.Output, example.Errors);
    }

    /// <summary>Runs the process with these input lines.</summary>
    public static (int ExitCode, string Output, string Errors) RunWithInput(string workingFolder, string input, params string[] arguments)
    {
        using var example = Start(workingFolder, input, arguments);
        return (example.WaitForExit(), example.Output, example.Errors);
    }

    /// <summary>Waits for an output line with this start.</summary>
    /// <returns>Whether it came before the process ended.</returns>
    public bool WaitForLine(string start)
    {
        var clock = Stopwatch.StartNew();
        while (!_output.Any(line => line.StartsWith(start, StringComparison.Ordinal)))
        {
            if (_process.HasExited)
            {
                _process.WaitForExit();
                return _output.Any(line => line.StartsWith(start, StringComparison.Ordinal));
            }
            Assert.True(clock.Elapsed < Hang, $"No line '{start}' came. Output:\n{Output}\nErrors:\n{Errors}");
            _lines.Wait(TimeSpan.FromMilliseconds(100));
        }
        return true;
    }

    public int WaitForExit()
    {
        if (!_process.WaitForExit(Hang))
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"The process hangs. Output:\n{Output}\nErrors:\n{Errors}");
        }

        // Without a time limit it also waits for the last lines.
        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: the process gets no chance to do anything.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Sends a signal by its name, such as INT, once or many times in quick succession.</summary>
    public void Send(string signal, int times = 1)
    {
        var id = _process.Id.ToString(CultureInfo.InvariantCulture);
        using var shell = Process.Start("sh", ["-c", $"i=0; while [ $i -lt {times} ]; do kill -s {signal} {id} || exit 1; i=$((i + 1)); done"]);
        shell.WaitForExit();
        Assert.True(shell.ExitCode == 0, $"SIG{signal} did not reach the process. Output:\n{Output}\nErrors:\n{Errors}");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
        _lines.Dispose();
    }

    private void Receive(ConcurrentQueue<string> lines, string? line)
    {
        if (line is null)
            return;
        lines.Enqueue(line);
        _lines.Release();
    }
}
