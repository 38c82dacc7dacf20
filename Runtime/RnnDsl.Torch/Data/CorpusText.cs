using System.Globalization;

namespace RnnDsl.Data;

/// <summary>Checks of a text and its training fraction.</summary>
internal static class CorpusText
{
    /// <exception cref="ArgumentException">The text is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The fraction is not above 0 and at most 1.</exception>
    public static void Check(string text, double trainingFraction)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!(trainingFraction is > 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(trainingFraction),
                string.Create(CultureInfo.InvariantCulture, $"The training fraction is {trainingFraction}; it must be above 0 and at most 1, such as 0.9."));
        }

        if (text.Length == 0)
            throw new ArgumentException("The text is empty: there is nothing to train on.", nameof(text));
    }
}
