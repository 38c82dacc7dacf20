using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace RnnDsl.Training;

/// <summary>
/// The environment on which the last bits of a sum depend: the number of threads, the widest vector instructions and libtorch's version. A run that is resumed
/// in another environment is correct, but not bit for bit equal to an uninterrupted one.
/// </summary>
/// <param name="Threads">The number of libtorch's threads.</param>
/// <param name="Instructions">The processor's architecture and widest vector instructions.</param>
/// <param name="Torch">The version of TorchSharp.</param>
internal sealed record ComputingEnvironment(int Threads, string Instructions, string Torch)
{
    public static ComputingEnvironment Current => new(get_num_threads(), WidestInstructions(), typeof(Tensor).Assembly.GetName().Version?.ToString() ?? "unknown");

    /// <summary>The differences from the environment of a checkpoint; empty for none.</summary>
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
