using System.Runtime.InteropServices;

namespace RnnDsl.Training;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM, SIGUSR1 (on Linux) or hang-up into a request to stop; the second one ends the process, as the system does by default.
/// </summary>
/// <remarks>
/// The handler only records the signal: an allocation in the middle of a step could start a garbage collection, which frees
/// scalars that TorchSharp has passed to libtorch without keeping them alive. Signals within half a second of the first one are the same request:
/// <c>timeout</c> and a terminal signal the whole process group, and <c>dotnet run</c> passes its signal on.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    private const int SameRequestMilliseconds = 500;

    /// <summary>SIGUSR1 on Linux, which mpirun passes on to all ranks, and which batch systems send before a time limit.</summary>
    public const PosixSignal User = (PosixSignal)10;

    private readonly PosixSignalRegistration[] _registrations;
    private long _first;
    private volatile int _signal;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Receive),
        .. OperatingSystem.IsLinux() ? [PosixSignalRegistration.Create(User, Receive)] : Array.Empty<PosixSignalRegistration>(),
    ];

    /// <summary>The received signal; <c>null</c> for none.</summary>
    public PosixSignal? Received => _signal == 0 ? null : (PosixSignal)_signal;

    public void Dispose()
    {
        foreach (var registration in _registrations)
            registration.Dispose();
    }

    private void Receive(PosixSignalContext context)
    {
        var now = Environment.TickCount64;
        var first = Interlocked.CompareExchange(ref _first, now, 0);
        if (first != 0 && now - first > SameRequestMilliseconds)
            return;
        context.Cancel = true;
        if (first == 0)
            _signal = (int)context.Signal;
    }
}
