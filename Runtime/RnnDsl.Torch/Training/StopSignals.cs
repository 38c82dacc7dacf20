using System.Runtime.InteropServices;

namespace RnnDsl.Training;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or hang-up into a request to stop; the second one ends the process, as the system does by default.
/// </summary>
/// <remarks>
/// The handler only records the signal: an allocation in the middle of a step could start a garbage collection, which frees
/// scalars that TorchSharp has passed to libtorch without keeping them alive.
/// </remarks>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private int _received;
    private volatile int _signal;

    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, Receive),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, Receive),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, Receive),
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
        if (Interlocked.Increment(ref _received) > 1)
            return;
        context.Cancel = true;
        _signal = (int)context.Signal;
    }
}
