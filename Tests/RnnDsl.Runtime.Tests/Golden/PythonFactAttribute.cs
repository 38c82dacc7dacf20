using Xunit;

namespace RnnDsl.Runtime.Tests.Golden;

/// <summary>A test that runs PyTorch in Python. Where there is none it is skipped, and says so.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute()
    {
        if (Python.WithTorch is null)
            Skip = Python.WhyNot;
    }
}
