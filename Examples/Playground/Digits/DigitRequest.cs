namespace RnnDsl.Playground.Digits;

/// <summary>The body of <c>POST /api/digit</c>: a drawing.</summary>
/// <param name="Width">Its width in pixels.</param>
/// <param name="Height">Its height in pixels.</param>
/// <param name="Pixels">Its ink, row by row, 0 for the background to 255, in base64.</param>
internal sealed record DigitRequest(int Width, int Height, byte[] Pixels)
{
    public const string Form = """{"width": 280, "height": 280, "pixels": "..."}, where pixels has a byte for each pixel, row by row, 0 for the background to 255 for ink, in base64.""";
}

/// <summary>The first event: what the model reads.</summary>
/// <param name="Pixels">The image, 28 × 28 bytes, in base64.</param>
internal sealed record ImageEvent(byte[] Pixels);

/// <summary>The event after each row.</summary>
/// <param name="Row">The row, from 0 to 27.</param>
/// <param name="Probabilities">The probabilities of the digits 0 to 9.</param>
/// <param name="Hidden">The hidden states, from -1 to 1.</param>
internal sealed record RowEvent(int Row, double[] Probabilities, double[] Hidden);
