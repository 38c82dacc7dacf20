namespace RnnDsl.Examples.Speech;

/// <summary>Digits that one speaker says after each other.</summary>
/// <param name="Speaker">Who.</param>
/// <param name="Samples">[samples] at <see cref="SpokenDigits.SampleRate"/>.</param>
/// <param name="Labels">What is said.</param>
/// <param name="Spans">Where in the samples each digit begins and ends.</param>
internal sealed record DigitString(string Speaker, float[] Samples, int[] Labels, (int Start, int End)[] Spans)
{
    public string Text => Digits.Text(Labels);
}
