using System.Diagnostics;
using System.Text;
using Xunit;

namespace RnnDsl.Runtime.Tests.Distributed;

/// <summary>A test with processes that mpirun starts.</summary>
internal sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = Mpi.IsInstalled ? null : "Open MPI is not installed (apt-get install openmpi-bin).";
}

/// <summary>A test of what is said without Open MPI.</summary>
internal sealed class WithoutMpiFactAttribute : FactAttribute
{
    public WithoutMpiFactAttribute() => Skip = Mpi.IsInstalled ? "Open MPI is installed." : null;
}

/// <summary>A test with ranks in network namespaces, which only root may make.</summary>
internal sealed class TwoHostsFactAttribute : FactAttribute
{
    public TwoHostsFactAttribute() => Skip = !Mpi.IsInstalled ? "Open MPI is not installed (apt-get install openmpi-bin)." : TwoHosts.WhyNot;
}

/// <summary>Ranks in processes of their own: mpirun and its output, line by line as it comes.</summary>
internal sealed class Mpi : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private Mpi(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Keep(string? line)
        {
            lock (_output)
                _output.AppendLine(line);
        }
    }

    public static bool IsInstalled { get; } = OperatingSystem.IsLinux()
        && InstalledPrograms.Find("mpirun") is not null;

    /// <summary>What mpirun and the ranks have printed so far.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>Starts ranks of an assembly.</summary>
    public static Mpi Start(int ranks, string assembly, params string[] arguments) => Start(["mpirun", "--oversubscribe", "-n", $"{ranks}"], assembly, arguments);

    /// <summary>Starts ranks of an assembly with a launcher.</summary>
    public static Mpi Start(string[] launcher, string assembly, params string[] arguments)
    {
        var start = new ProcessStartInfo(launcher[0], [.. launcher[1..], Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", "exec", assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        // As in a container.
        start.Environment["OMPI_ALLOW_RUN_AS_ROOT"] = start.Environment["OMPI_ALLOW_RUN_AS_ROOT_CONFIRM"] = "1";
        start.Environment["OMP_NUM_THREADS"] = "1";
        return new Mpi(Process.Start(start) ?? throw new InvalidOperationException("mpirun did not start."));
    }

    /// <summary>Runs a scenario of <see cref="RankProgram"/> to its end, without an error.</summary>
    public static async Task<string> Run(int ranks, params string[] scenario)
    {
        using var run = Start(ranks, typeof(RankProgram).Assembly.Location, [RankProgram.Name, .. scenario]);
        Assert.True(await run.End() == 0, run.Output);
        return run.Output;
    }

    /// <summary>Waits until a text has been printed.</summary>
    public async Task Until(string text)
    {
        var watch = Stopwatch.StartNew();
        while (!Output.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(watch.Elapsed < Patience && !_process.HasExited, $"There is no '{text}' in:\n{Output}");
            await Task.Delay(50);
        }
    }

    /// <summary>Sends a signal to mpirun.</summary>
    public void Signal(string name) => Signal(name, _process.Id);

    /// <summary>Sends a signal to a process.</summary>
    public static void Signal(string name, int process)
    {
        using var kill = Process.Start("kill", ["-s", name, $"{process}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end; returns the exit code.</summary>
    public async Task<int> End()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"mpirun does not end:\n{Output}");
        }

        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }
}
