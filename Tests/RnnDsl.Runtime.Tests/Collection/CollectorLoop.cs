namespace RnnDsl.Runtime.Tests.Collection;

/// <summary>A thread that collects and finalizes without a pause, until it is disposed.</summary>
internal sealed class CollectorLoop : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _isStopped;

    public CollectorLoop()
    {
        _thread = new Thread(Collect) { IsBackground = true };
        _thread.Start();
    }

    public void Dispose()
    {
        _isStopped = true;
        _thread.Join();
    }

    private void Collect()
    {
        while (!_isStopped)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
