using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RnnDsl.Kernels;
using Xunit;

namespace RnnDsl.Runtime.Tests.Kernels;

/// <summary>
/// All operations of a pass are inlined into its loop: the machine code of one as large as that of an LSTM, and of the microkernels, contains no call. The compiler stops inlining at
/// 512 local variables, and then each operation is a call.
/// </summary>
[Collection(nameof(InstructionSetTests))]
public sealed class InliningTests : IDisposable
{
    private const int Units = 64;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Passes_and_microkernels_contain_no_call()
    {
        var listing = _folder["listing.txt"];
        await KernelTestProcess.Run(
            [KernelTestProgram.Passes],
            [("DOTNET_JitDisasm", $"{nameof(LstmPass)} Rows*"), ("DOTNET_JitStdOutFile", listing), ("DOTNET_TieredPGO", "0")]);
        var methods = (await File.ReadAllTextAsync(listing)).Split("; Assembly listing for method ", StringSplitOptions.None)[1..]
            .Where(static method => method.Contains(nameof(LstmPass), StringComparison.Ordinal) || method.StartsWith("RnnDsl.Kernels.Microkernel", StringComparison.Ordinal)).ToList();
        Assert.Contains(methods, static method => method.Contains(nameof(LstmPass), StringComparison.Ordinal));
        Assert.Contains(methods, static method => method.Contains(CpuKernels.VectorBits == 512 ? "Rows8" : "Rows6", StringComparison.Ordinal));
        Assert.All(methods, static method => Assert.DoesNotContain("call ", method, StringComparison.Ordinal));
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Compiles the pass and the microkernels for the vectors of the machine.</summary>
    internal static void RunPasses()
    {
        var (sums, cell, hidden) = (new float[4 * Units], new float[Units], new float[Units]);
        if (Vector512.IsHardwareAccelerated)
            LstmPass<Lane512F>(ref sums[0], ref cell[0], ref hidden[0]);
        else if (Vector256.IsHardwareAccelerated)
            LstmPass<Lane256F>(ref sums[0], ref cell[0], ref hidden[0]);
        else if (Vector128.IsHardwareAccelerated)
            LstmPass<Lane128F>(ref sums[0], ref cell[0], ref hidden[0]);
        else
            LstmPass<ScalarF>(ref sums[0], ref cell[0], ref hidden[0]);
        var weights = new PackedMatrix<float>();
        weights.Pack(new float[Units * Units], Units, Units, Units, transposed: false);
        foreach (var rows in new[] { 1, 2, 3, 4, 6, 8 })
            Product.Multiply(new float[rows * Units], Units, weights, new float[rows * Units], Units, rows, accumulates: false);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void LstmPass<TLane>(ref float sums, ref float cell, ref float hidden) where TLane : struct, ILane<TLane, float>
    {
        for (nuint j = 0; j < Units; j += (nuint)TLane.Count)
        {
            var i = Lanes.Sigmoid(TLane.Load(in sums, j));
            var f = Lanes.Sigmoid(TLane.Load(in sums, j + Units));
            var g = Lanes.Tanh(TLane.Load(in sums, j + (2 * Units)));
            var o = Lanes.Sigmoid(TLane.Load(in sums, j + (3 * Units)));
            var c = TLane.MultiplyAdd(f, TLane.Load(in cell, j), i * g);
            TLane.Store(c, ref cell, j);
            TLane.Store(o * Lanes.Tanh(c), ref hidden, j);
        }
    }
}
