using Xunit;

namespace RnnDsl.Runtime.Tests.Examples;

/// <summary>A test that sends signals, which Windows does not have.</summary>
internal sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
            Skip = "Windows has no signals.";
    }
}
