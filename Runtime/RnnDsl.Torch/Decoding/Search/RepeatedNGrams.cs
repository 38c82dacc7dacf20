using static TorchSharp.torch;

namespace RnnDsl.Decoding;

/// <summary>Finds the tokens that would repeat an n-gram.</summary>
internal static class RepeatedNGrams
{
    /// <summary>The tokens that would complete an n-gram that is already in the hypothesis: bool [sources, width, vocabulary].</summary>
    /// <param name="history">int64 [sources, width, steps], the generated tokens of each row, at least <paramref name="length"/>.</param>
    /// <param name="length">The n of the n-grams.</param>
    /// <param name="vocabulary">The vocabulary size.</param>
    public static Tensor Completions(Tensor history, int length, long vocabulary)
    {
        // An n-gram repeats if a window [sources, width, windows, n] equals the end of the history in all but its last token.
        var windows = history.unfold(2, length, 1);
        var ending = history.narrow(2, history.size(2) - length + 1, length - 1).unsqueeze(2);
        var repeats = windows.narrow(3, 0, length - 1).eq(ending).all(3).to(ScalarType.Int32);
        return zeros(history.size(0), history.size(1), vocabulary, dtype: ScalarType.Int32, device: history.device)
            .scatter_add_(2, windows.select(3, length - 1), repeats)
            .gt(Scalars.Zero);
    }
}
