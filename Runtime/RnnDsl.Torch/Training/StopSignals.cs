using System.Runtime.InteropServices;

namespace RnnDsl.Torch;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or hang-up into a request to stop, and leaves the second to the system, which ends the process.
/// </summary>
/// <remarks>
/// The handler only notes the signal: what it allocated, in the middle of a step, could start a garbage collection, which frees
/// numbers that TorchSharp has handed to libtorch and no longer holds.
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

    /// <summary>The signal that came, if one did.</summary>
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
