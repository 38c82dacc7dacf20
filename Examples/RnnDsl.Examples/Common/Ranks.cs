using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace RnnDsl.Examples.Common;

/// <summary>The ranks of <c>--distributed</c>.</summary>
internal static class Ranks
{
    private static readonly TextWriter Errors = Console.Error;
    private static MpiCommunicator? _started;

    /// <summary>Notes for the help of a command.</summary>
    public static string Notes(string command) =>
        $"""
        Several processes (Open MPI; on Debian and Ubuntu: apt-get install openmpi-bin):
          OMP_NUM_THREADS=1 mpirun -n 2 dotnet Examples/RnnDsl.Examples/bin/Release/net10.0/RnnDsl.Examples.dll {command} --distributed
          Each step has a batch on every rank. Rank 0 shows progress and writes the output folder. 'kill -USR1' of mpirun finishes
          the step and saves a checkpoint; so does Ctrl-C for steps of less than a second, after which mpirun kills its processes.
        """;

    /// <summary>Whether to train with the ranks that mpirun has started.</summary>
    public static Option<bool> Option() => new("--distributed") { Description = "Share each step among the ranks that mpirun has started; --batch is that of a rank." };

    /// <summary>Joins the ranks of this run. Only rank 0 prints from now on.</summary>
    /// <exception cref="DistributedException">Open MPI is not installed, or cannot start.</exception>
    public static ICommunicator Start(bool distributed)
    {
        if (!distributed)
            return SingleProcess.Instance;
        _started ??= MpiCommunicator.Start();
        if (_started.Rank > 0)
        {
            Console.SetOut(TextWriter.Null);
            Console.SetError(TextWriter.Null);
            AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(TextWriter.Null) });
        }
        else if (_started.Size == 1)
        {
            Show.Line($"One rank only: mpirun starts more, with 'mpirun -n 2 {CommandText.Built()} ...'.");
        }

        return _started;
    }

    /// <summary>Runs an action on rank 0 and then on the others, such as a download, which they find done.</summary>
    public static T FirstThenOthers<T>(this ICommunicator ranks, Func<T> action)
    {
        if (ranks.Rank > 0)
            ranks.Barrier();
        var result = action();
        if (ranks.Rank == 0)
            ranks.Barrier();
        return result;
    }

    /// <summary>Leaves the run, together with all ranks.</summary>
    public static void Leave() => _started?.Dispose();

    /// <summary>Ends all ranks, if there are several: this one has failed, and the others may wait for it.</summary>
    public static void Abort(string message, int exitCode)
    {
        if (_started is not { } ranks)
            return;
        if (ranks.Rank > 0)
            Errors.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Error on rank {ranks.Rank}: {message}"));
        ranks.Abort(exitCode);
    }

    /// <summary>The command line that resumes a run.</summary>
    public static string Resuming(ICommunicator communicator) => communicator is MpiCommunicator
        ? string.Create(CultureInfo.InvariantCulture, $"mpirun -n {communicator.Size} {CommandText.BuiltResuming()}")
        : CommandText.Resuming();
}
