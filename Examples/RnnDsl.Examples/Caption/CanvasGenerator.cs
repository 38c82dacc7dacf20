namespace RnnDsl.Examples.Caption;

/// <summary>Generates canvases of two or three digits at random positions. Digits do not overlap, and the caption is unambiguous.</summary>
internal sealed class CanvasGenerator
{
    private const int MinimumDigits = 2;
    private const int MaximumDigits = 3;

    /// <summary>Minimum distance between two digits, in pixels.</summary>
    private const int Gap = 2;

    private readonly LabelledImages _digits;
    private readonly Range _range;
    private readonly Dictionary<int, PlacedDigit> _inks = [];

    /// <summary>Uses a range of the digits.</summary>
    /// <param name="digits">Images of at most 28 × 28 pixels, so that three digits always fit.</param>
    /// <param name="range">The range of images to use.</param>
    public CanvasGenerator(LabelledImages digits, Range range) => (_digits, _range) = (digits, range);

    /// <summary>Canvases that depend only on the random numbers.</summary>
    public IReadOnlyList<Canvas> Draw(RandomSource random, int count) => [.. Enumerable.Range(0, count).Select(_ => Draw(random))];

    private Canvas Draw(RandomSource random)
    {
        var (start, length) = _range.GetOffsetAndLength(_digits.Count);
        var numbers = new int[MinimumDigits + random.NextInt64(MaximumDigits - MinimumDigits + 1)];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = start + (int)random.NextInt64(length);
        var inks = Array.ConvertAll(numbers, Ink);

        PlacedDigit[] placed;
        do
            placed = Array.ConvertAll(inks, ink => Place(ink, random));
        while (!AreApart(placed) || !Captions.AreClear(placed));

        var pixels = new byte[Canvas.Size * Canvas.Size];
        for (var i = 0; i < numbers.Length; i++)
            Paint(pixels, numbers[i], inks[i], placed[i]);
        return new(pixels, Captions.Words(placed));
    }

    private static PlacedDigit Place(PlacedDigit ink, RandomSource random) => ink with
    {
        Left = (int)random.NextInt64(Canvas.Size - ink.Width + 1),
        Top = (int)random.NextInt64(Canvas.Size - ink.Height + 1),
    };

    private static bool AreApart(PlacedDigit[] digits) =>
        digits.Index().All(one => digits.Skip(one.Index + 1).All(other => one.Item.IsApartFrom(other, Gap)));

    /// <summary>Copies the inked box of a digit image to its position on the canvas.</summary>
    private void Paint(byte[] pixels, int number, PlacedDigit ink, PlacedDigit place)
    {
        var image = Image(number);
        for (var row = 0; row < ink.Height; row++)
        {
            image.Slice(((ink.Top + row) * _digits.Columns) + ink.Left, ink.Width)
                .CopyTo(pixels.AsSpan(((place.Top + row) * Canvas.Size) + place.Left));
        }
    }

    /// <summary>The digit with the bounding box of its ink in its image; the whole image if it is empty.</summary>
    private PlacedDigit Ink(int number)
    {
        if (_inks.TryGetValue(number, out var known))
            return known;
        var image = Image(number);
        var (left, top, right, bottom) = (_digits.Columns, _digits.Rows, -1, -1);
        for (var place = 0; place < image.Length; place++)
        {
            if (image[place] == 0)
                continue;
            var (row, column) = Math.DivRem(place, _digits.Columns);
            (left, top, right, bottom) = (Math.Min(left, column), Math.Min(top, row), Math.Max(right, column), Math.Max(bottom, row));
        }

        var digit = _digits.Labels.Span[number];
        return _inks[number] = right < 0
            ? new(digit, 0, 0, _digits.Columns, _digits.Rows)
            : new(digit, left, top, right - left + 1, bottom - top + 1);
    }

    private ReadOnlySpan<byte> Image(int number) => _digits.Pixels.Span.Slice(number * _digits.Rows * _digits.Columns, _digits.Rows * _digits.Columns);
}
