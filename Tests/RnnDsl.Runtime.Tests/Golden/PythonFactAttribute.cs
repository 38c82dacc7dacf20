using Xunit;

namespace RnnDsl.Runtime.Tests.Golden;

/// <summary>A test that runs Python with a module, PyTorch unless it names another. Where there is none it is skipped, and says so.</summary>
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute(string module = "torch")
    {
        if (Python.With(module) is null)
            Skip = Python.WhyNot(module);
    }
}
