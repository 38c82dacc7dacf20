namespace RnnDsl.Runtime.Tests.Edge;

/// <summary>QEMU, which runs a Linux program for ARM on another processor.</summary>
internal static class ArmEmulator
{
    public const string Program = "qemu-aarch64";

    /// <summary>The C library for ARM.</summary>
    public const string Libraries = "/usr/aarch64-linux-gnu";

    /// <summary>A program as a command line of the emulator.</summary>
    public static string[] Command(string program) => [Program, "-L", Libraries, program];
}
