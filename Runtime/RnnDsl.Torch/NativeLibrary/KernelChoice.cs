using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace RnnDsl.Torch;

/// <summary>
/// Switches off kernels of libtorch that compute wrongly. On AMD processors that report no cache sizes, as in some virtual machines, oneDNN assumes a first-level
/// cache of 0 bytes and then omits the zero padding of blocked weights: LSTMs in no-grad mode and convolutions return wrong values silently.
/// There libtorch uses its own kernels with MKL instead. docs/native-library.md has the measurements.
/// </summary>
[SuppressMessage("Interoperability", "SYSLIB1054:Use 'LibraryImportAttribute'", Justification = "The project has no unsafe code.")]
internal static class KernelChoice
{
    /// <summary>The variable that oneDNN reads at its first use. If it is set, the user has chosen the kernels, and nothing is changed here.</summary>
    private const string Variable = "ONEDNN_MAX_CPU_ISA";

    /// <summary>Kernels without blocked weights, which are slow and correct.</summary>
    private const string WithoutBlocks = "SSE41";

    private const int ExtendedLeaves = unchecked((int)0x80000000);
    private const int CacheProperties = unchecked((int)0x8000001D);

    /// <summary>Whether the processor is of AMD.</summary>
    public static bool IsAmd { get; } = X86Base.IsSupported && X86Base.CpuId(0, 0) is (_, 0x68747541, 0x444D4163, 0x69746E65); // "Auth" "cAMD" "enti"

    /// <summary>Whether the processor is affected.</summary>
    public static bool IsNeeded => IsAmd && !TellsItsCaches();

    /// <summary>Whether libtorch computes by oneDNN here, at least by default. On processors of other architectures it has no kernel of oneDNN for recurrent layers.</summary>
    public static bool UsesOneDnn { get; private set; } = X86Base.IsSupported && !IsNeeded;

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries", Justification = "It must run before the first kernel is chosen, whatever is called first.")]
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
            // Parts of this assembly work without libtorch. Code that needs it gets the same error at its first call.
            return;
        }

        SetOneDnn(false);
        EnableNnpack(Context(), false); // libtorch would use it for convolutions next, with a warning at each that the processor is unsupported
    }

    /// <summary>Switches oneDNN off or on; on Linux only.</summary>
    internal static void SetOneDnn(bool enabled)
    {
        EnableOneDnn(Context(), enabled);
        UsesOneDnn = enabled;
    }

    /// <summary>Whether the processor reports its caches: the lowest bits are the type of the first cache, 0 for none.</summary>
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
