using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// What the last bits of a sum depend on: how many threads share it, the widest instructions of the processor and libtorch's version. A run that is resumed
/// under another environment computes correctly, but not bit for bit as one that was not interrupted.
/// </summary>
/// <param name="Threads">libtorch's threads.</param>
/// <param name="Instructions">The processor's architecture and widest vectors.</param>
/// <param name="Torch">The version of TorchSharp.</param>
internal sealed record ComputingEnvironment(int Threads, string Instructions, string Torch)
{
    public static ComputingEnvironment Current => new(get_num_threads(), WidestInstructions(), typeof(Tensor).Assembly.GetName().Version?.ToString() ?? "unknown");

    /// <summary>How this environment differs from that of a checkpoint; empty where it does not.</summary>
    public IEnumerable<string> Differences(ComputingEnvironment saved)
    {
        if (saved.Threads != Threads)
            yield return $"threads were {saved.Threads.Invariant()} and are now {Threads.Invariant()}";
        if (saved.Instructions != Instructions)
            yield return $"instructions were {saved.Instructions} and are now {Instructions}";
        if (saved.Torch != Torch)
            yield return $"TorchSharp was {saved.Torch} and is now {Torch}";
    }

    private static string WidestInstructions()
    {
        var vectors = Vector512.IsHardwareAccelerated || Avx512F.IsSupported ? "512-bit" : Vector256.IsHardwareAccelerated ? "256-bit" : Vector128.IsHardwareAccelerated ? "128-bit" : "scalar";
        return $"{RuntimeInformation.ProcessArchitecture} {vectors}{(KernelChoice.IsNeeded ? " without oneDNN" : "")}";
    }
}
