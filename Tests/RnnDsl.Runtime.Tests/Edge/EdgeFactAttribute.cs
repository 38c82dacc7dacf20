using System.Runtime.InteropServices;
using Xunit;

namespace RnnDsl.Runtime.Tests.Edge;

/// <summary>A test of a native executable, which runs on Linux for x64 where a C compiler links it.</summary>
internal sealed class EdgeFactAttribute : FactAttribute
{
    /// <param name="needsRoot">Whether it changes the root folder of a process.</param>
    public EdgeFactAttribute(bool needsRoot = false)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
            Skip = "The executable is published for Linux on x64.";
        else if (InstalledPrograms.Find("clang", "gcc") is null)
            Skip = "NativeAOT links with clang or gcc, and neither is installed (apt-get install gcc).";
        else if (needsRoot && !Environment.IsPrivilegedProcess)
            Skip = "Only root changes the root folder of a process.";
    }
}

/// <summary>A test of an executable for ARM, which runs on Linux for x64 where QEMU and GCC's cross compiler are installed.</summary>
internal sealed class ArmFactAttribute : FactAttribute
{
    public ArmFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64 || InstalledPrograms.Find(ArmEmulator.Program) is null || InstalledPrograms.Find("aarch64-linux-gnu-gcc") is null || !Directory.Exists(ArmEmulator.Libraries))
            Skip = "There is no emulator or no compiler for ARM (apt-get install qemu-user gcc-aarch64-linux-gnu libc6-dev-arm64-cross, on Linux for x64).";
    }
}
