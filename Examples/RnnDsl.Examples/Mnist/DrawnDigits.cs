using System.Numerics;

namespace RnnDsl.Examples.Mnist;

/// <summary>
/// Synthetic digits: the strokes of ten templates, with random deformation, slant, rotation and stroke width.
/// They replace <see cref="DataSets.Mnist"/> if it is not available, with the same size and file names.
/// </summary>
internal static class DrawnDigits
{
    /// <summary>The number of rows and columns of an image.</summary>
    public const int Size = 28;

    /// <summary>The number of digits in the training files.</summary>
    public const int TrainingCount = 6_000;

    /// <summary>The number of digits in the test files.</summary>
    public const int TestCount = 1_000;

    private const int Classes = 10;

    // As in MNIST: the digit is centred, 20 of 28 pixels high.
    private const float Height = 20;
    private const float Width = 15;

    /// <summary>The number of line segments between two points of a curve.</summary>
    private const int PiecesPerPoint = 6;

    /// <summary>The strokes of each digit as points from (0, 0), top left, to (1, 1). More than two points form a curve.</summary>
    private static readonly Vector2[][][] Templates =
    [
        [Stroke(.5f, 0, .22f, .13f, .12f, .5f, .22f, .87f, .5f, 1, .78f, .87f, .88f, .5f, .78f, .13f, .5f, 0)],
        [Stroke(.35f, .2f, .55f, 0), Stroke(.55f, 0, .55f, 1)],
        [Stroke(.15f, .22f, .3f, .03f, .6f, 0, .8f, .2f, .7f, .45f, .4f, .75f, .12f, 1), Stroke(.12f, 1, .88f, 1)],
        [Stroke(.18f, .1f, .45f, 0, .75f, .08f, .78f, .3f, .6f, .45f, .4f, .48f), Stroke(.4f, .48f, .7f, .52f, .85f, .72f, .7f, .95f, .4f, 1, .14f, .9f)],
        [Stroke(.6f, 0, .1f, .64f), Stroke(.1f, .64f, .9f, .64f), Stroke(.66f, .35f, .66f, 1)],
        [Stroke(.8f, 0, .25f, 0), Stroke(.25f, 0, .2f, .42f), Stroke(.2f, .42f, .5f, .36f, .8f, .5f, .84f, .75f, .6f, .98f, .3f, 1, .12f, .88f)],
        [Stroke(.72f, .02f, .45f, .12f, .22f, .4f, .15f, .7f, .3f, .97f, .6f, 1, .82f, .82f, .75f, .58f, .5f, .5f, .25f, .6f, .16f, .75f)],
        [Stroke(.12f, 0, .86f, 0), Stroke(.86f, 0, .6f, .45f, .42f, 1)],
        [Stroke(.5f, .48f, .25f, .35f, .22f, .12f, .5f, 0, .77f, .12f, .74f, .35f, .5f, .48f, .2f, .65f, .16f, .88f, .5f, 1, .84f, .88f, .8f, .65f, .5f, .48f)],
        [Stroke(.8f, .3f, .62f, .06f, .35f, .04f, .18f, .25f, .3f, .48f, .58f, .48f, .8f, .3f), Stroke(.8f, .3f, .76f, .65f, .62f, 1)],
    ];

    /// <summary>Draws one digit.</summary>
    /// <param name="digit">0 to 9.</param>
    /// <param name="random">The source of the variations.</param>
    /// <returns>Grey values [rows, columns], 0 for the background.</returns>
    public static byte[] Draw(int digit, RandomSource random)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfNegative(digit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(digit, Classes);

        var pen = Pen(random);
        var radius = Between(random, 0.8, 1.5);
        var ink = new float[Size * Size];
        foreach (var stroke in Templates[digit])
        {
            var points = Array.ConvertAll(stroke, point => Vector2.Transform(point + new Vector2(Between(random, -.035, .035), Between(random, -.035, .035)), pen));
            foreach (var (from, to) in Pieces(points))
                Ink(ink, from, to, radius);
        }
        return Array.ConvertAll(ink, value => (byte)(value * Between(random, .8, 1) * byte.MaxValue));
    }

    /// <summary>Opens a file of <see cref="DataSets.Mnist"/> with synthetic digits as its content; always the same, in the order 0 to 9.</summary>
    /// <param name="name">Its name, such as <c>train-images-idx3-ubyte.gz</c>.</param>
    /// <returns>An IDX file, not compressed.</returns>
    public static Stream Open(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var training = name.StartsWith("train", StringComparison.Ordinal);
        var count = training ? TrainingCount : TestCount;
        var stream = new MemoryStream();
        if (name.Contains("labels", StringComparison.Ordinal))
        {
            IdxFile.Write(stream, [count], [.. Enumerable.Range(0, count).Select(static number => (byte)(number % Classes))]);
        }
        else
        {
            var random = new RandomSource(training ? 1 : 2);
            IdxFile.Write(stream, [count, Size, Size], [.. Enumerable.Range(0, count).SelectMany(number => Draw(number % Classes, random))]);
        }
        stream.Position = 0;
        return stream;
    }

    /// <summary>The random transformation from the template's unit square to pixels.</summary>
    private static Matrix3x2 Pen(RandomSource random) =>
        Matrix3x2.CreateTranslation(-.5f, -.5f)
        * Matrix3x2.CreateScale(Width * Between(random, .75, 1.15), Height * Between(random, .85, 1.05))
        * new Matrix3x2(1, 0, Between(random, -.35, .1), 1, 0, 0)
        * Matrix3x2.CreateRotation(Between(random, -.15, .15))
        * Matrix3x2.CreateTranslation((Size / 2f) + Between(random, -1.5, 1.5), (Size / 2f) + Between(random, -1.5, 1.5));

    /// <summary>A stroke as line segments; through more than two points a Catmull-Rom spline.</summary>
    private static IEnumerable<(Vector2 From, Vector2 To)> Pieces(Vector2[] points)
    {
        var from = points[0];
        for (var i = 1; i < points.Length; i++)
        {
            var pieces = points.Length == 2 ? 1 : PiecesPerPoint;
            for (var piece = 1; piece <= pieces; piece++)
            {
                var to = Between(points[Math.Max(i - 2, 0)], points[i - 1], points[i], points[Math.Min(i + 1, points.Length - 1)], (float)piece / pieces);
                yield return (from, to);
                from = to;
            }
        }
    }

    private static Vector2 Between(Vector2 before, Vector2 from, Vector2 to, Vector2 after, float t) =>
        .5f * ((2 * from) + (t * (to - before)) + (t * t * ((2 * before) - (5 * from) + (4 * to) - after)) + (t * t * t * ((3 * (from - to)) + after - before)));

    /// <summary>Darkens the pixels near a segment of a stroke, with antialiasing at its edge.</summary>
    private static void Ink(float[] ink, Vector2 from, Vector2 to, float radius)
    {
        var reach = new Vector2(radius + 1);
        var first = Vector2.Clamp(Vector2.Min(from, to) - reach, Vector2.Zero, new Vector2(Size - 1));
        var last = Vector2.Clamp(Vector2.Max(from, to) + reach, Vector2.Zero, new Vector2(Size - 1));
        for (var row = (int)first.Y; row <= (int)last.Y; row++)
        {
            for (var column = (int)first.X; column <= (int)last.X; column++)
            {
                var covered = Math.Clamp(radius + .5f - Distance(new Vector2(column + .5f, row + .5f), from, to), 0, 1);
                ref var pixel = ref ink[(row * Size) + column];
                pixel = Math.Max(pixel, covered);
            }
        }
    }

    private static float Distance(Vector2 point, Vector2 from, Vector2 to)
    {
        var along = to - from;
        var length = along.LengthSquared();
        var t = length > 0 ? Math.Clamp(Vector2.Dot(point - from, along) / length, 0, 1) : 0;
        return Vector2.Distance(point, from + (t * along));
    }

    private static float Between(RandomSource random, double low, double high) => (float)(low + ((high - low) * random.NextDouble()));

    private static Vector2[] Stroke(params ReadOnlySpan<float> coordinates)
    {
        var points = new Vector2[coordinates.Length / 2];
        for (var i = 0; i < points.Length; i++)
            points[i] = new Vector2(coordinates[2 * i], coordinates[(2 * i) + 1]);
        return points;
    }
}
