namespace RnnDsl.Torch;

/// <summary>Pitch as it is heard (Stevens, Volkmann and Newman 1937), by the formula of D. O'Shaughnessy, "Speech Communication", 1987, which HTK uses.</summary>
public static class MelScale
{
    /// <summary>2595 · log₁₀(1 + f / 700).</summary>
    /// <param name="hertz">A frequency.</param>
    public static double FromHertz(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    /// <summary>700 · (10^(m / 2595) − 1).</summary>
    /// <param name="mel">A pitch.</param>
    public static double ToHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    /// <summary>
    /// Triangles that overlap by half, their tips equally far apart in mel and of height 1: what each takes of the power at each frequency (S. Davis and
    /// P. Mermelstein, "Comparison of Parametric Representations for Monosyllabic Word Recognition in Continuously Spoken Sentences", 1980).
    /// </summary>
    /// <param name="mels">How many triangles.</param>
    /// <param name="window">How many samples the spectrum is of.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="lowest">Where the first triangle begins, in hertz.</param>
    /// <param name="highest">Where the last one ends, in hertz.</param>
    /// <returns>[mels, window / 2 + 1]</returns>
    /// <exception cref="ArgumentException">
    /// The frequencies are not 0 ≤ lowest &lt; highest ≤ sampleRate / 2, or there are so many triangles that one has no frequency of the spectrum in it.
    /// </exception>
    public static float[,] Filters(int mels, int window, int sampleRate, double lowest, double highest)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mels);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sampleRate);
        if (!(lowest >= 0 && lowest < highest && highest <= sampleRate / 2d))
            throw new ArgumentException(FormattableString.Invariant($"Mel filters from {lowest} to {highest} Hz cannot be: from 0 to half of {sampleRate} samples a second is expected."), nameof(lowest));

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
                throw new ArgumentException($"The mel filter {mel} of {mels} has no frequency of a window of {window} samples in it. Take fewer filters or a longer window.", nameof(mels));
        }
        return filters;
    }
}
