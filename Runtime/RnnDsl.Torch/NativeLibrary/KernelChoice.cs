using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace RnnDsl.Torch;

/// <summary>
/// Keeps libtorch from kernels that compute wrongly. Where a processor of AMD does not tell the sizes of its caches, as in some virtual machines, oneDNN takes its
/// first cache to have no bytes, and then leaves out zeros that belong behind weights in blocks: LSTMs without gradients and convolutions come out wrong, without a
/// word. There libtorch computes with its own kernels, over MKL. docs/native-library.md has the measurements.
/// </summary>
[SuppressMessage("Interoperability", "SYSLIB1054:Use 'LibraryImportAttribute'", Justification = "The project has no unsafe code.")]
internal static class KernelChoice
{
    /// <summary>What oneDNN reads when it is first used. Whoever sets it chooses oneDNN's kernels, and nothing is changed here.</summary>
    private const string Variable = "ONEDNN_MAX_CPU_ISA";

    /// <summary>Slow, and without blocks that need zeros.</summary>
    private const string WithoutBlocks = "SSE41";

    private const int ExtendedLeaves = unchecked((int)0x80000000);
    private const int CacheProperties = unchecked((int)0x8000001D);

    /// <summary>Whether this is such a processor.</summary>
    public static bool IsNeeded => X86Base.IsSupported && IsAmd() && !TellsItsCaches();

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries", Justification = "It must come before the first kernel is chosen, whatever is called first.")]
    internal static void Choose()
    {
        if (!IsNeeded || Environment.GetEnvironmentVariable(Variable) is not null)
            return;
        if (OperatingSystem.IsLinux())
            SwitchOff();
        else
            Environment.SetEnvironmentVariable(Variable, WithoutBlocks);
    }

    private static void SwitchOff()
    {
        try
        {
            torch.InitializeDeviceType(DeviceType.CPU);
        }
        catch (TypeInitializationException)
        {
            // Without libtorch nothing is computed, and not all that is here needs it. Who does is told the same when first calling it.
            return;
        }

        var context = Context();
        EnableOneDnn(context, false);
        EnableNnpack(context, false); // next in line for convolutions, and says at each that it has no such processor
    }

    private static bool IsAmd()
    {
        var (_, b, c, d) = X86Base.CpuId(0, 0);
        return (b, d, c) == (0x68747541, 0x69746E65, 0x444D4163); // "Auth" "enti" "cAMD"
    }

    /// <summary>The kind of the first cache is in the lowest bits; 0 is none.</summary>
    private static bool TellsItsCaches() =>
        (uint)X86Base.CpuId(ExtendedLeaves, 0).Eax >= unchecked((uint)CacheProperties) && (X86Base.CpuId(CacheProperties, 0).Eax & 0x1F) != 0;

    // at::globalContext() and members of at::Context, which TorchSharp does not bind.
    [DllImport("libtorch_cpu.so", EntryPoint = "_ZN2at13globalContextEv")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern nint Context();

    [DllImport("libtorch_cpu.so", EntryPoint = "_ZN2at7Context20setUserEnabledMkldnnEb")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern void EnableOneDnn(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled);

    [DllImport("libtorch_cpu.so", EntryPoint = "_ZN2at7Context20setUserEnabledNNPACKEb")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories | DllImportSearchPath.AssemblyDirectory)]
    private static extern void EnableNnpack(nint context, [MarshalAs(UnmanagedType.U1)] bool enabled);
}
