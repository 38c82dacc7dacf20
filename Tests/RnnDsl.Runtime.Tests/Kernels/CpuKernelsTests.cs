using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>The switches.</summary>
public class CpuKernelsTests
{
    [Fact]
    public void The_variable_and_the_switch_turn_the_kernels_off()
    {
        var before = Environment.GetEnvironmentVariable("RNNDSL_KERNELS");
        try
        {
            Set(null);
            Assert.True(CpuKernels.IsEnabled);
            Set("off");
            Assert.False(CpuKernels.IsEnabled);
            Set("on");
            Assert.True(CpuKernels.IsEnabled);
            AppContext.SetSwitch("RnnDsl.Kernels", false);
            Assert.False(CpuKernels.IsEnabled);
            AppContext.SetSwitch("RnnDsl.Kernels", true);
            Assert.True(CpuKernels.IsEnabled);
            Set("off");
            Assert.False(CpuKernels.IsEnabled);
            Set("0");
            var error = Assert.Throws<InvalidOperationException>(static () => CpuKernels.IsEnabled);
            Assert.Equal(
                "The environment variable RNNDSL_KERNELS is '0'. Set it to 'off' to turn the kernels for the CPU off, or to 'on', or remove it.", error.Message);
        }
        finally
        {
            Set(before);
            AppContext.SetSwitch("RnnDsl.Kernels", true);
        }

        static void Set(string? value) => Environment.SetEnvironmentVariable("RNNDSL_KERNELS", value);
    }
}
