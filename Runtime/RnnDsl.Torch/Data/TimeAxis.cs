using System.Globalization;

namespace RnnDsl.Data;

/// <summary>The points in time of a series, in ascending order.</summary>
public sealed class TimeAxis
{
    /// <summary>The minimum distance between changes to and from daylight saving time.</summary>
    private const int DaysBetweenClockChanges = 100;

    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan OneDay = TimeSpan.FromDays(1);

    private readonly TimePoint[] _points;

    // The points to which Step applies: universal time, or local time as written.
    private readonly DateTime[] _counted;
    private readonly bool _isUniversal;
    private readonly TimeResolution _resolution;
    private readonly int[] _irregular;

    private TimeAxis(TimePoint[] points)
    {
        _points = points;
        Points = Array.ConvertAll(points, static point => point.Universal);
        (Step, _isUniversal) = StepOf(points);
        _counted = Array.ConvertAll(points, point => _isUniversal ? point.Universal : point.Clock);
        var others = Step is null ? [] : Enumerable.Range(1, points.Length - 1).Where(row => !Leads(Step, _counted[row - 1], _counted[row])).ToArray();
        ClockChanges = points[0].Offset is null && Step is TimeStep.Duration { Length: var length } && length < OneDay ? ClockChangesAmong(others, length) : [];
        _irregular = [.. others.Except(ClockChanges)];
        _resolution = ResolutionOf(points, Step);
    }

    /// <summary>The points, in universal time if a zone is written, otherwise as written.</summary>
    public IReadOnlyList<DateTime> Points { get; }

    /// <summary>
    /// The step between most successive points: a duration, business days, or months, quarters or years on a day, a weekday or the last business day of
    /// the month; <c>null</c> for a single point.
    /// </summary>
    /// <remarks>
    /// Of steps that fit equally well, months on a day come before a duration, and a duration before months on the last business day or a weekday, and
    /// before business days.
    /// </remarks>
    public TimeStep? Step { get; }

    /// <summary>
    /// The rows, from 0, at which local times without a zone repeat or skip an hour early on a Sunday, as at changes of daylight saving time.
    /// They are not irregular rows.
    /// </summary>
    public IReadOnlyList<int> ClockChanges { get; }

    /// <summary>Parses points in time.</summary>
    /// <param name="texts">Dates with or without a time of day and a zone, years, quarters (2018Q1), months, or seconds since 1970 (or milliseconds, and so on).</param>
    /// <param name="dateFormat">The format of the texts in .NET's notation, such as <c>dd/MM/yyyy HH:mm</c>; <c>null</c>: detected.</param>
    /// <returns>The time axis; <c>null</c> if there are no texts, or one is not a point in time.</returns>
    /// <exception cref="DataException">
    /// The order of day and month is ambiguous; only some rows have a zone; a point is not after the previous one; a text does not match <paramref
    /// name="dateFormat"/>.
    /// </exception>
    public static TimeAxis? Of(IReadOnlyList<string> texts, string? dateFormat = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Count == 0)
            return null;
        var reader = new TimeColumnReader("The time axis", texts, Row);
        var points = dateFormat is null ? reader.Read(digits: true) ?? reader.ReadEpoch()?.Points : reader.ReadAs(dateFormat);
        return points is null ? null : Of(points, "The time axis", texts, Row);

        static string Row(int row) => $"row {row.Invariant()} (counted from 0)";
    }

    /// <param name="points">One or more points.</param>
    /// <param name="place">The name of the column in messages.</param>
    /// <param name="texts">The texts of the rows.</param>
    /// <param name="row">The name of a row in messages.</param>
    /// <exception cref="DataException">A point is not after the previous one.</exception>
    internal static TimeAxis Of(TimePoint[] points, string place, IReadOnlyList<string> texts, Func<int, string> row)
    {
        var axis = new TimeAxis(points);
        for (var i = 1; i < points.Length; i++)
        {
            if (axis.Points[i] > axis.Points[i - 1] || axis.ClockChanges.Contains(i))
                continue;
            throw new DataException(axis.Points[i] == axis.Points[i - 1]
                ? $"{place}: {row(i - 1)} and {row(i)} have the same time, '{texts[i]}'. Every row needs a different time: keep one of them, and pass several series as separate files."
                : $"{place}: {row(i)} has '{texts[i]}', which is before '{texts[i - 1]}' of {row(i - 1)}. Sort the rows by time.");
        }
        return axis;
    }

    /// <summary>The rows, from 0, whose distance from the previous row differs from <see cref="Step"/>: rows are missing before them.</summary>
    public IReadOnlyList<int> Irregular() => _irregular;

    /// <summary>The points that follow the last one, in the form of <see cref="Points"/>.</summary>
    /// <remarks>Local times continue without changes of daylight saving time, and with the offset of the last row if a zone is written.</remarks>
    /// <exception cref="InvalidOperationException">There is only one point, and so no step.</exception>
    public IReadOnlyList<DateTime> Next(int count)
    {
        var step = Step ?? throw new InvalidOperationException("One point in time has no step to the next: two or more are needed.");
        var toUniversal = _isUniversal ? TimeSpan.Zero : _points[^1].Offset ?? TimeSpan.Zero;
        return [.. Enumerable.Range(1, count).Select(number => step.Next(_counted[^1], number) - toUniversal)];
    }

    /// <summary>
    /// A point as a text in the resolution of the axis: a year, a quarter (2018Q1), a month (2018-01), a date (2018-01-31), or a date and a time, with
    /// the zone of the last row if one is written.
    /// </summary>
    /// <param name="point">A point in the form of <see cref="Points"/> or <see cref="Next"/>.</param>
    public string Text(DateTime point)
    {
        var offset = _points[^1].Offset;
        var clock = point + (offset ?? TimeSpan.Zero);
        var format = _resolution switch
        {
            TimeResolution.Year => "yyyy",
            TimeResolution.Quarter => $"yyyy'Q{((clock.Month + 2) / 3).Invariant()}'",
            TimeResolution.Month => "yyyy-MM",
            TimeResolution.Day => "yyyy-MM-dd",
            _ => clock.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        };
        var zone = offset is not { } known ? "" : known == TimeSpan.Zero ? "Z" : (known < TimeSpan.Zero ? "-" : "+") + known.ToString("hh\\:mm", CultureInfo.InvariantCulture);
        return clock.ToString(format, CultureInfo.InvariantCulture) + zone;
    }

    /// <summary>The step between most points, and whether it applies to universal time, if the rows have different offsets, or to local time.</summary>
    private static (TimeStep? Step, bool IsUniversal) StepOf(TimePoint[] points)
    {
        var clock = Array.ConvertAll(points, static point => point.Clock);
        var universal = Array.ConvertAll(points, static point => point.Universal);
        var duration = DurationOf(clock);
        (TimeStep? Step, bool IsUniversal)[] candidates =
        [
            (MonthsOf(clock), false),
            (points.Any(point => point.Offset != points[0].Offset) ? DurationOf(universal) : null, true),
            (duration, false),
            (MonthlyOf(clock, static (_, months) => TimeStep.LastBusinessDay(months)), false),
            (MonthlyOf(clock, WeekdayOf), false),
            (duration == TimeStep.Every(OneDay) && clock.All(static point => point.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday)) ? TimeStep.BusinessDay : null, false),
        ];
        return candidates.MaxBy(candidate => candidate.Step is { } step ? Regular(step, candidate.IsUniversal ? universal : clock) : -1);

        static int Regular(TimeStep step, DateTime[] points) => points.Zip(points.Skip(1)).Count(pair => Leads(step, pair.First, pair.Second));
    }

    private static bool Leads(TimeStep step, DateTime before, DateTime after) => before < after && step.Next(before) == after;

    /// <summary>The most frequent duration; gaps cause others.</summary>
    private static TimeStep? DurationOf(DateTime[] points)
    {
        var durations = points.Zip(points.Skip(1), static (before, after) => after - before).Where(static duration => duration > TimeSpan.Zero);
        return MostFrequent(durations, static duration => duration) is { } duration ? TimeStep.Every(duration) : null;
    }

    /// <summary>Months on the most frequent day.</summary>
    private static TimeStep? MonthsOf(DateTime[] points) => MonthlyOf(points, static (points, months) => TimeStep.EveryMonths(
        months,
        points.All(static point => point.Day == DateTime.DaysInMonth(point.Year, point.Month)) ? 31 : MostFrequent(points.Select(static point => point.Day), static day => -day)!.Value));

    /// <summary>The most frequent weekday of the month.</summary>
    private static TimeStep WeekdayOf(DateTime[] points, int months)
    {
        var week = points.All(static point => point.Day + 7 > DateTime.DaysInMonth(point.Year, point.Month)) ? 5
            : Math.Min(MostFrequent(points.Select(static point => (point.Day + 6) / 7), static week => week)!.Value, 4);
        return TimeStep.Weekday(months, (DayOfWeek)MostFrequent(points.Select(static point => (int)point.DayOfWeek), static day => day)!.Value, week);
    }

    /// <summary>A step of the most frequent number of months; <c>null</c> if most points are in the month of the previous one.</summary>
    private static TimeStep? MonthlyOf(DateTime[] points, Func<DateTime[], int, TimeStep> step)
    {
        var months = points.Zip(points.Skip(1), static (before, after) => (12 * (after.Year - before.Year)) + after.Month - before.Month);
        return MostFrequent(months, static count => count) is >= 1 and var most ? step(points, most) : null;
    }

    /// <summary>The most frequent value, among equals the first in an order; <c>null</c> for none.</summary>
    private static T? MostFrequent<T>(IEnumerable<T> values, Func<T, T> order)
        where T : struct => values.CountBy(static value => value).OrderByDescending(static pair => pair.Value).ThenBy(pair => order(pair.Key)).Select(static pair => (T?)pair.Key).FirstOrDefault();

    /// <summary>
    /// The rows at which an hour is repeated or skipped between one and three o'clock on a Sunday; none if that is more frequent than clock changes.
    /// </summary>
    private int[] ClockChangesAmong(int[] rows, TimeSpan step)
    {
        var changes = Array.FindAll(rows, row =>
        {
            var (before, after) = (_counted[row - 1], _counted[row]);
            return after - before - step is var surplus && (surplus == Hour || surplus == -Hour)
                && after.DayOfWeek == DayOfWeek.Sunday && after >= after.Date + Hour && before <= after.Date + (3 * Hour);
        });
        return changes.Zip(changes.Skip(1)).All(pair => (_counted[pair.Second] - _counted[pair.First]).TotalDays >= DaysBetweenClockChanges) ? changes : [];
    }

    private static TimeResolution ResolutionOf(TimePoint[] points, TimeStep? step)
    {
        var finest = points.Max(static point => point.Resolution);
        if (step is TimeStep.Duration { Length: var length })
            finest = (TimeResolution)Math.Max((int)finest, (int)(length.Ticks % OneDay.Ticks == 0 ? TimeResolution.Day : TimeResolution.Time));
        return finest == TimeResolution.Time && points.All(static point => point.Offset is null && point.Clock.TimeOfDay == TimeSpan.Zero) ? TimeResolution.Day : finest;
    }
}
