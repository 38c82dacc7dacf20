using static TorchSharp.torch;

namespace RnnDsl.Torch;

/// <summary>Finds the tokens that would write a run of tokens a second time.</summary>
internal static class RepeatedNGrams
{
    /// <summary>Which tokens would complete a run that was written before: bool [sources, width, vocabulary].</summary>
    /// <param name="history">int64 [sources, width, steps], what each row has written, at least <paramref name="length"/> tokens.</param>
    /// <param name="length">How many tokens a run has.</param>
    /// <param name="vocabulary">The number of tokens.</param>
    public static Tensor Completions(Tensor history, int length, long vocabulary)
    {
        // A window [sources, width, windows, length] repeats where all but its last token are what stands at the end.
        var windows = history.unfold(2, length, 1);
        var ending = history.narrow(2, history.size(2) - length + 1, length - 1).unsqueeze(2);
        var repeats = windows.narrow(3, 0, length - 1).eq(ending).all(3).to(ScalarType.Int32);
        return zeros(history.size(0), history.size(1), vocabulary, dtype: ScalarType.Int32, device: history.device)
            .scatter_add_(2, windows.select(3, length - 1), repeats)
            .gt(Scalars.Zero);
    }
}
