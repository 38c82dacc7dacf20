using System.Globalization;
using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>The tests of the kernels in child processes without some of the machine's vector instructions.</summary>
[Collection(nameof(InstructionSetTests))]
public class InstructionSetTests
{
    /// <summary>The tests of <see cref="KernelTestProgram"/>, rows of theories included.</summary>
    internal const int Tests = 77;

    // .NET 10 has one switch for AVX-512, .NET 8 and 9 another.
    [Fact]
    public async Task Kernels_are_right_without_AVX512() => await Check(Math.Min(CpuKernels.VectorBits, 256), "EnableAVX512", "EnableAVX512F");

    [Fact]
    public async Task Kernels_are_right_without_AVX2() => await Check(Math.Min(CpuKernels.VectorBits, 128), "EnableAVX2");

    [Fact]
    public async Task Kernels_are_right_without_vector_instructions() => await Check(0, "EnableHWIntrinsic");

    private static async Task Check(int bits, params string[] switches)
    {
        var output = await KernelTestProcess.Run([], [.. switches.Select(static name => ("DOTNET_" + name, "0"))]);
        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"{bits} bits, {Tests} tests, 0 failures"), output.TrimEnd());
    }
}
