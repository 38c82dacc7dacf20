using TorchSharp;
using Xunit;

namespace RnnDsl.Runtime.Tests;

/// <summary>A test that needs a CUDA device, and is skipped without one.</summary>
internal sealed class CudaFactAttribute : FactAttribute
{
    public CudaFactAttribute()
    {
        if (!torch.cuda.is_available())
            Skip = "There is no CUDA device.";
    }
}
