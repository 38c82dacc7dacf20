using Xunit;

namespace RnnDsl.Runtime.Tests.Playground;

/// <summary>A test in a browser, which runs where Chromium or Chrome is installed.</summary>
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute(string? data = null)
    {
        if (Browser.Program is null)
            Skip = "Neither Chromium nor Chrome is installed (apt-get install chromium).";
        else if (data is not null && new Data.DataFactAttribute(data).Skip is { } missing)
            Skip = missing;
    }
}
