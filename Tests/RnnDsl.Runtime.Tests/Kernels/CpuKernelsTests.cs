using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>The switches.</summary>
public class CpuKernelsTests
{
    [Fact]
    public void Variable_off_turns_the_kernels_off()
    {
        // Every model reads the variable of the process: the value is tested without it.
        Assert.True(CpuKernels.IsOn(null));
        Assert.True(CpuKernels.IsOn("on"));
        Assert.False(CpuKernels.IsOn("off"));
        var error = Assert.Throws<InvalidOperationException>(static () => CpuKernels.IsOn("0"));
        Assert.Equal("The environment variable RNNDSL_KERNELS is '0'. Set it to 'off' to turn the kernels for the CPU off, or to 'on', or remove it.", error.Message);
    }

    [Fact]
    public void Switch_of_AppContext_turns_the_kernels_off()
    {
        Assert.False(KernelSwitch.Off(static () => CpuKernels.IsEnabled));
        Assert.Equal(CpuKernels.IsOn(Environment.GetEnvironmentVariable("RNNDSL_KERNELS")), CpuKernels.IsEnabled);
    }
}
