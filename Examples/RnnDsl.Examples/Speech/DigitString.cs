namespace RnnDsl.Examples.Speech;

/// <summary>A string of spoken digits of one speaker.</summary>
/// <param name="Speaker">Name of the speaker.</param>
/// <param name="Samples">[samples] at <see cref="SpokenDigits.SampleRate"/>.</param>
/// <param name="Labels">The digits as CTC labels.</param>
/// <param name="Spans">Start and end of each digit, in samples.</param>
internal sealed record DigitString(string Speaker, float[] Samples, int[] Labels, (int Start, int End)[] Spans)
{
    public string Text => Digits.Text(Labels);
}
