using System.Runtime.InteropServices;

namespace RnnDsl.Torch;

/// <summary>
/// Turns the first Ctrl-C, SIGTERM or hang-up into a request to stop, and leaves the second to the system, which ends the process.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action<PosixSignal> _stopping;
    private int _received;

    /// <param name="stopping">Called on the signal's own thread when the first one comes.</param>
    public StopSignals(Action<PosixSignal> stopping)
    {
        _stopping = stopping;
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }
                .Select(signal => PosixSignalRegistration.Create(signal, Receive)),
        ];
    }

    /// <summary>The signal that came, if one did.</summary>
    public PosixSignal? Received { get; private set; }

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
        Received = context.Signal;
        _stopping(context.Signal);
    }
}
