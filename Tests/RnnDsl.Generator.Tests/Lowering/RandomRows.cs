namespace RnnDsl.Generator.Tests.Lowering;

/// <summary>Random values, weights and masks.</summary>
internal sealed class RandomRows(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A value with a row for each sequence.</summary>
    public Rows Values(int width) => Rows.Of(Sizes.Batch, width, Normal);

    public Rows Weights(int count, int width) => Rows.Of(count, width, () => 0.4 * Normal());

    /// <summary>Each element is dropped, or scaled so that its mean stays.</summary>
    public Rows DropoutMask(int width) => Rows.Of(Sizes.Batch, width, () => _random.NextDouble() < 0.3 ? 0 : 1 / 0.7);

    /// <summary>Kept, replaced, or the mean of both as in evaluation mode.</summary>
    public Rows ZoneoutMask(int width) => Rows.Of(Sizes.Batch, width, () => _random.Next(3) / 2.0);

    public static IReadOnlyList<Rows> Sequence(Func<Rows> step) => [.. Enumerable.Range(0, Sizes.Steps).Select(_ => step())];

    /// <summary>A direction of length 1 in the space of all elements.</summary>
    public IReadOnlyList<Rows> Direction(IReadOnlyList<Rows> like)
    {
        var direction = like.Select(rows => Rows.Of(rows.Count, rows.Width, Normal)).ToList();
        var length = Math.Sqrt(direction.Sum(rows => rows.Dot(rows)));
        return [.. direction.Select(rows => (1 / length) * rows)];
    }

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
