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
    public static bool IsEnabled => IsOn(Environment.GetEnvironmentVariable(Variable)) && (!AppContext.TryGetSwitch(Switch, out var enabled) || enabled);

    /// <summary>Whether a value of the environment variable leaves the kernels on.</summary>
    /// <exception cref="InvalidOperationException">It is neither <c>on</c> nor <c>off</c>.</exception>
    internal static bool IsOn(string? variable) => variable switch
    {
        null or "" or "on" => true,
        "off" => false,
        _ => throw new InvalidOperationException($"The environment variable {Variable} is '{variable}'. Set it to 'off' to turn the kernels for the CPU off, or to 'on', or remove it."),
    };

    /// <summary>The bits of the vectors that the kernels use on this machine: 512, 256 or 128; 0 without vector instructions.</summary>
    public static int VectorBits =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;
}
