using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>
/// Exceptions in derivatives that are written in C#. TorchSharp's callback catches none, and one that reached libtorch would end the process.
/// </summary>
internal static class BackwardErrors
{
    // A backward pass on a CUDA device runs on a thread of libtorch.
    private static Exception? _last;

    /// <summary>Keeps an exception, and gives gradients that autograd refuses: no tensor of a loop is a single number without dimensions.</summary>
    /// <param name="error">What the derivative has thrown.</param>
    /// <param name="isTensor">Which of the loop's arguments are tensors; what is none has no gradient.</param>
    public static List<Tensor> Refused(Exception error, bool[] isTensor)
    {
        Volatile.Write(ref _last, error);
        return [.. isTensor.Select(static one => one ? zeros([]) : null!)];
    }

    /// <summary>The exception of the last derivative that failed; <c>null</c> where none has since the last call.</summary>
    public static Exception? Take() => Interlocked.Exchange(ref _last, null);
}
