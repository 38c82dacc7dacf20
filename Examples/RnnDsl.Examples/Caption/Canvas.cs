namespace RnnDsl.Examples.Caption;

/// <summary>An image of digits and what is to be said of it.</summary>
/// <param name="Pixels">Grey values [64, 64], row by row, 0 for the background.</param>
/// <param name="Words">The caption.</param>
internal sealed record Canvas(byte[] Pixels, IReadOnlyList<string> Words)
{
    /// <summary>Pixels of a side.</summary>
    public const int Size = 64;

    /// <summary>How many digits the caption names.</summary>
    public int Digits => Words.Count(Captions.IsDigit);
}
