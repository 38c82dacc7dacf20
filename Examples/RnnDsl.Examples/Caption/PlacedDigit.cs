namespace RnnDsl.Examples.Caption;

/// <summary>A digit and the bounding box of its ink on a canvas, in pixels from the upper left corner.</summary>
internal readonly record struct PlacedDigit(int Digit, int Left, int Top, int Width, int Height)
{
    /// <summary>Horizontal centre of the box.</summary>
    public double X => Left + (Width / 2d);

    /// <summary>Vertical centre of the box.</summary>
    public double Y => Top + (Height / 2d);

    /// <summary>Whether the distance between the two boxes is at least <paramref name="gap"/> pixels, horizontally or vertically.</summary>
    public bool IsApartFrom(PlacedDigit other, int gap) =>
        Left + Width + gap <= other.Left || other.Left + other.Width + gap <= Left || Top + Height + gap <= other.Top || other.Top + other.Height + gap <= Top;
}
