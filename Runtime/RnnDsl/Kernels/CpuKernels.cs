using System.Runtime.Intrinsics;

namespace RnnDsl.Kernels;

/// <summary>The kernels for the CPU: whether they may be used, and the vector instructions that they use.</summary>
public static class CpuKernels
{
    /// <summary>The name of the switch of <see cref="AppContext"/> that turns the kernels off.</summary>
    private const string Switch = "RnnDsl.Kernels";

    /// <summary>The environment variable that turns the kernels off.</summary>
    private const string Variable = "RNNDSL_KERNELS";

    /// <summary>
    /// Whether the kernels may be used. The switch <c>RnnDsl.Kernels</c> of <see cref="AppContext"/>, set to false, and the environment variable <c>RNNDSL_KERNELS</c>, set
    /// to <c>off</c>, each turn them off. Both are read at every call.
    /// </summary>
    /// <exception cref="InvalidOperationException">The environment variable is neither <c>on</c> nor <c>off</c>.</exception>
    public static bool IsEnabled
    {
        get
        {
            var isOn = Environment.GetEnvironmentVariable(Variable) switch
            {
                null or "" or "on" => true,
                "off" => false,
                var other => throw new InvalidOperationException(
                    $"The environment variable {Variable} is '{other}'. Set it to 'off' to turn the kernels for the CPU off, or to 'on', or remove it."),
            };
            return isOn && (!AppContext.TryGetSwitch(Switch, out var enabled) || enabled);
        }
    }

    /// <summary>The bits of the vectors that the kernels use on this machine: 512, 256 or 128; 0 without vector instructions.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
}
