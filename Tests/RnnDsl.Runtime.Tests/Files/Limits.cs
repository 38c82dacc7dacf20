namespace RnnDsl.Runtime.Tests.Files;

/// <summary>Other limits for readers until disposed.</summary>
internal sealed class Limits : IDisposable
{
    private readonly ReadLimits _before = ReadLimits.Current;

    public Limits(ReadLimits limits) => ReadLimits.Current = limits;

    public void Dispose() => ReadLimits.Current = _before;
}
