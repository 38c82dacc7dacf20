using static TorchSharp.torch;

namespace RnnDsl.Torch.CompilerServices;

/// <summary>
/// Exceptions in backward passes that are written in C#. TorchSharp's callback catches none, and one that reaches libtorch ends the process.
/// </summary>
internal static class BackwardErrors
{
    // A backward pass on a CUDA device runs on a thread of libtorch.
    private static Exception? _last;

    /// <summary>Stores an exception and returns gradients that autograd rejects: scalars without dimensions, where the tensors of a loop have some.</summary>
    /// <param name="error">The exception of the backward pass.</param>
    /// <param name="isTensor">Which of the loop's arguments are tensors; the others have no gradient.</param>
    public static List<Tensor> Refused(Exception error, bool[] isTensor)
    {
        Volatile.Write(ref _last, error);
        return [.. isTensor.Select(static one => one ? zeros([]) : null!)];
    }

    /// <summary>Returns and clears the exception of the last failed backward pass; <c>null</c> if there is none.</summary>
    public static Exception? Take() => Interlocked.Exchange(ref _last, null);
}
