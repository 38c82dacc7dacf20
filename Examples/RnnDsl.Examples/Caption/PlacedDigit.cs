namespace RnnDsl.Examples.Caption;

/// <summary>A digit and the box that its ink fills on a canvas, in pixels from the upper left corner.</summary>
internal readonly record struct PlacedDigit(int Digit, int Left, int Top, int Width, int Height)
{
    /// <summary>The middle of the ink, from the left.</summary>
    public double X => Left + (Width / 2d);

    /// <summary>The middle of the ink, from the top.</summary>
    public double Y => Top + (Height / 2d);

    /// <summary>Whether so many pixels at least lie between the two, across or down.</summary>
    public bool IsApartFrom(PlacedDigit other, int gap) =>
        Left + Width + gap <= other.Left || other.Left + other.Width + gap <= Left || Top + Height + gap <= other.Top || other.Top + other.Height + gap <= Top;
}
