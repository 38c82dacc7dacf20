using System.Globalization;

namespace RnnDsl.Torch;

/// <summary>The points in time at which series were measured.</summary>
public sealed class TimeAxis
{
    private readonly DateTime[] _points;

    private TimeAxis(DateTime[] points)
    {
        _points = points;

        // The step that is taken most often; gaps make others.
        Step = points.Length < 2 ? TimeSpan.Zero : points.Zip(points.Skip(1), static (before, after) => after - before)
            .GroupBy(static step => step).OrderByDescending(static group => group.Count()).ThenBy(static group => group.Key).First().Key;
    }

    /// <summary>The points, in universal time where a zone is written, else as they are written.</summary>
    public IReadOnlyList<DateTime> Points => _points;

    /// <summary>From one point to the next, mostly.</summary>
    public TimeSpan Step { get; }

    /// <summary>Reads points in time.</summary>
    /// <param name="texts">Dates with or without a time of day, in the order year, month, day or as the invariant culture has it.</param>
    /// <returns><c>null</c> where one of them is no such text.</returns>
    public static TimeAxis? Of(IReadOnlyList<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var points = texts.Select(Parse).TakeWhile(static point => point is not null).Select(static point => point!.Value).ToArray();
        return points.Length == texts.Count ? new TimeAxis(points) : null;
    }

    /// <summary>The rows, counted from 0, to which another step leads than <see cref="Step"/>: something is missing before them, or they are out of order.</summary>
    public IReadOnlyList<int> Irregular() => [.. Enumerable.Range(1, Math.Max(0, _points.Length - 1)).Where(row => _points[row] - _points[row - 1] != Step)];

    /// <summary>So many points that would follow the last.</summary>
    public IReadOnlyList<DateTime> Next(int count) => [.. Enumerable.Range(1, count).Select(number => _points[^1] + (number * Step))];

    /// <summary>A point in time; <c>null</c> where a text is none.</summary>
    internal static DateTime? Parse(string text) =>
        DateTime.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var point) ? point : null;
}
