namespace RnnDsl.Audio;

/// <summary>
/// The mel scale of perceived pitch (Stevens, Volkmann and Newman 1937), by the formula of D. O'Shaughnessy, "Speech Communication", 1987, as in HTK.
/// </summary>
public static class MelScale
{
    /// <summary>2595 · log₁₀(1 + f / 700).</summary>
    /// <param name="hertz">The frequency.</param>
    public static double FromHertz(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    /// <summary>700 · (10^(m / 2595) − 1).</summary>
    /// <param name="mel">The pitch.</param>
    public static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    /// <summary>
    /// The mel filter bank: triangular filters that overlap by half, with peaks of height 1, equally spaced in mel (S. Davis and
    /// P. Mermelstein, "Comparison of Parametric Representations for Monosyllabic Word Recognition in Continuously Spoken Sentences", 1980).
    /// </summary>
    /// <param name="mels">The number of filters.</param>
    /// <param name="window">The window length in samples.</param>
    /// <param name="sampleRate">The sample rate.</param>
    /// <param name="lowest">The lower edge of the first filter, in hertz.</param>
    /// <param name="highest">The upper edge of the last filter, in hertz.</param>
    /// <returns>[mels, window / 2 + 1]</returns>
    /// <exception cref="ArgumentException">
    /// The frequencies are not 0 ≤ lowest &lt; highest ≤ sampleRate / 2, or a filter contains no frequency of the spectrum.
    /// </exception>
    public static float[,] Filters(int mels, int window, int sampleRate, double lowest, double highest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mels);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        if (!(lowest >= 0 && lowest < highest && highest <= sampleRate / 2d))
            throw new ArgumentException(FormattableString.Invariant($"Mel filters cannot range from {lowest} to {highest} Hz: expected is a range within 0 Hz and half of {sampleRate} samples per second."), nameof(lowest));

        var (low, high) = (FromHertz(lowest), FromHertz(highest));
        var corners = Enumerable.Range(0, mels + 2).Select(corner => ToHertz(low + ((high - low) * corner / (mels + 1)))).ToArray();
        var filters = new float[mels, (window / 2) + 1];
        for (var mel = 0; mel < mels; mel++)
        {
            var empty = true;
            for (var bin = 0; bin < filters.GetLength(1); bin++)
            {
                var hertz = (double)bin * sampleRate / window;
                var rise = (hertz - corners[mel]) / (corners[mel + 1] - corners[mel]);
                var fall = (corners[mel + 2] - hertz) / (corners[mel + 2] - corners[mel + 1]);
                filters[mel, bin] = (float)Math.Max(0, Math.Min(rise, fall));
                empty &= filters[mel, bin] == 0;
            }
            if (empty)
                throw new ArgumentException($"The mel filter {mel} of {mels} contains no frequency of a window of {window} samples. Use fewer filters or a longer window.", nameof(mels));
        }
        return filters;
    }
}
