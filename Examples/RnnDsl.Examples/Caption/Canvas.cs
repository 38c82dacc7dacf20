namespace RnnDsl.Examples.Caption;

/// <summary>An image of digits with its caption.</summary>
/// <param name="Pixels">Grey values [64, 64], row-major, 0 for the background.</param>
/// <param name="Words">The caption.</param>
internal sealed record Canvas(byte[] Pixels, IReadOnlyList<string> Words)
{
    /// <summary>Side length in pixels.</summary>
    public const int Size = 64;

    /// <summary>The number of digits in the caption.</summary>
    public int Digits => Words.Count(Captions.IsDigit);
}
