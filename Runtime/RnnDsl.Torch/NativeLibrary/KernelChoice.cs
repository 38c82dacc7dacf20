using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace RnnDsl.Torch;

/// <summary>
/// Keeps libtorch from kernels that compute wrongly. On AMD's family 26 (Zen 5) oneDNN, as libtorch 2.10 has it, gives wrong LSTMs without gradients and wrong
/// gradients of convolutions with AVX-512, and the latter with AVX2 and AVX too. docs/native-library.md has the measurements.
/// </summary>
internal static class KernelChoice
{
    /// <summary>What oneDNN reads when it is first used; a value that stands there already stays.</summary>
    private const string Variable = "ONEDNN_MAX_CPU_ISA";

    private const string Widest = "SSE41";

    private const int FaultyFamily = 26;

    /// <summary>Whether this is such a processor.</summary>
    public static bool IsNeeded => X86Base.IsSupported && IsAmd() && Family() == FaultyFamily;

    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255:The 'ModuleInitializer' attribute should not be used in libraries", Justification = "It must come before the first kernel is chosen, whatever is called first.")]
    internal static void Choose()
    {
        if (!IsNeeded || Environment.GetEnvironmentVariable(Variable) is not null)
            return;
        if (OperatingSystem.IsWindows())
            Environment.SetEnvironmentVariable(Variable, Widest);
        else
            _ = SetVariable(Variable, Widest, 0); // .NET's own does not reach native code here
    }

    private static bool IsAmd()
    {
        var (_, b, c, d) = X86Base.CpuId(0, 0);
        return (b, d, c) == (0x68747541, 0x69746E65, 0x444D4163); // "Auth" "enti" "cAMD"
    }

    /// <summary>The family, and where that is 15 the extended family with it.</summary>
    private static int Family()
    {
        var (signature, _, _, _) = X86Base.CpuId(1, 0);
        var family = (signature >> 8) & 0xF;
        return family == 0xF ? family + ((signature >> 20) & 0xFF) : family;
    }

    [SuppressMessage("Interoperability", "SYSLIB1054:Use 'LibraryImportAttribute'", Justification = "The project has no unsafe code.")]
    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(string name, string value, int overwrite);
}
