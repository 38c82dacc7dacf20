using System.Globalization;

namespace RnnDsl.Data;

/// <summary>Parses the texts of one column as points in time; other rows resolve what is ambiguous in one.</summary>
/// <param name="place">The name of the column in messages, such as <c>'my.csv', column 'date'</c>.</param>
/// <param name="texts">The texts.</param>
/// <param name="row">The name of a row in messages, such as <c>line 2</c>.</param>
internal sealed class TimeColumnReader(string place, IReadOnlyList<string> texts, Func<int, string> row)
{
    // From March 1973 to the end of 2099. Numbers outside of it are counts or prices.
    private const decimal FirstSecond = 1e8m;
    private const decimal LastSecond = 4_102_444_799m;

    private static readonly (string Name, decimal PerSecond)[] EpochUnits =
        [("seconds", 1), ("milliseconds", 1_000), ("microseconds", 1_000_000), ("nanoseconds", 1_000_000_000)];

    /// <summary>The first row that <see cref="Read"/> could not parse.</summary>
    public int Unread { get; private set; }

    /// <summary>Parses dates and times.</summary>
    /// <param name="digits">Whether 2018, 201802 and 20180201 are dates too.</param>
    /// <returns>The points; <c>null</c> if a row, <see cref="Unread"/>, is not a point in time.</returns>
    /// <exception cref="DataException">The order of day and month is ambiguous, or differs from row to row; or only some rows have a zone.</exception>
    public TimePoint[]? Read(bool digits)
    {
        var points = new TimePoint[texts.Count];
        var order = Order(digits);
        for (Unread = 0; Unread < points.Length; Unread++)
        {
            if (TimeText.Parse(texts[Unread], order, digits) is not { } point)
                return null;
            points[Unread] = point;
        }
        CheckZones(points);
        return points;
    }

    /// <summary>Parses dates and times in a format.</summary>
    /// <param name="format">The format in .NET's notation, such as <c>dd/MM/yyyy HH:mm</c>.</param>
    /// <exception cref="DataException">The format is invalid or has no year; or a row does not match it.</exception>
    public TimePoint[] ReadAs(string format)
    {
        CheckFormat(format);
        var zoned = format.AsSpan().ContainsAny('z', 'K');
        var points = new TimePoint[texts.Count];
        for (var i = 0; i < points.Length; i++)
        {
            points[i] = DateTimeOffset.TryParseExact(texts[i], format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var point)
                ? new(point.DateTime, zoned ? point.Offset : null, ResolutionOf(format))
                : throw new DataException($"{place}, {row(i)} has '{texts[i]}', which does not match the date format '{format}'.");
        }
        return points;
    }

    /// <summary>Parses seconds, milliseconds, microseconds or nanoseconds since 1970, in universal time.</summary>
    /// <returns>The points; <c>null</c> if a row is not such a number, or is before 1973 or after 2099.</returns>
    public (TimePoint[] Points, string Unit)? ReadEpoch()
    {
        foreach (var (name, perSecond) in EpochUnits)
        {
            if (SecondsOf(texts[0], perSecond) is null)
                continue;
            var points = new TimePoint[texts.Count];
            for (var i = 0; i < points.Length; i++)
            {
                if (SecondsOf(texts[i], perSecond) is not { } seconds)
                    return null;
                points[i] = new(DateTime.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond)), TimeSpan.Zero, TimeResolution.Time);
            }
            return (points, name);
        }
        return null;
    }

    private static decimal? SecondsOf(string text, decimal perSecond) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number / perSecond is >= FirstSecond and <= LastSecond and var seconds ? seconds : null;

    private DayOrder Order(bool digits)
    {
        var (dayFirst, monthFirst, open) = (-1, -1, -1);
        for (var i = 0; i < texts.Count; i++)
        {
            if (TimeText.OpenOrder(texts[i], digits) is not var (first, second) || (first > 12 && second > 12))
                continue;
            if (first > 12 && dayFirst < 0)
                dayFirst = i;
            else if (second > 12 && monthFirst < 0)
                monthFirst = i;
            else if (first != second && open < 0)
                open = i;
        }

        if (dayFirst >= 0 && monthFirst >= 0)
        {
            throw new DataException(
                $"{place} has dates of two orders: {row(dayFirst)} holds '{texts[dayFirst]}', where the day is first, and {row(monthFirst)} '{texts[monthFirst]}', where the month is. Write all dates as 2021-01-31.");
        }
        if (dayFirst >= 0 || monthFirst >= 0)
            return monthFirst >= 0 ? DayOrder.MonthFirst : DayOrder.DayFirst;
        return open < 0 ? DayOrder.DayFirst : throw Ambiguous(open);
    }

    private DataException Ambiguous(int open)
    {
        var (byDay, byMonth) = (TimeText.FormatOf(texts[open], DayOrder.DayFirst), TimeText.FormatOf(texts[open], DayOrder.MonthFirst));
        return new($"{place}, {row(open)} holds '{texts[open]}', which is {Reading(DayOrder.DayFirst)} with the day first and {Reading(DayOrder.MonthFirst)} with the month first, "
            + $"and no row has a day above 12 that settles it. Give the date format (--date-format): '{byDay}' for the day first, '{byMonth}' for the month first.");

        string Reading(DayOrder order) => TimeText.Parse(texts[open], order, digits: true)?.Clock.ToString("d MMMM yyyy", CultureInfo.InvariantCulture) ?? "no date";
    }

    private void CheckZones(TimePoint[] points)
    {
        var other = Array.FindIndex(points, point => point.Offset is null != points[0].Offset is null);
        if (other >= 0)
        {
            throw new DataException(
                $"{place}: {row(0)} holds '{texts[0]}' and {row(other)} '{texts[other]}', of which only one has a time zone. Write the zone in every row or in none.");
        }
    }

    private static void CheckFormat(string format)
    {
        var example = new DateTime(1987, 2, 3, 0, 0, 0, DateTimeKind.Utc);
        try
        {
            if (!format.Contains('%', StringComparison.Ordinal)
                && DateTime.TryParseExact(example.ToString(format, CultureInfo.InvariantCulture), format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var read)
                && read.Year == example.Year && (read.Month == example.Month || read.Day == 1))
            {
                return;
            }
        }
        catch (FormatException)
        {
            // Reported below, with the other invalid formats.
        }
        throw new DataException(
            $"'{format}' is not a date format with a year, and with a month if it has a day. Write it in .NET's notation, such as 'dd/MM/yyyy', 'M/d/yyyy h:mm tt' or 'yyyyMMdd HH': d day, M month, y year, H hour of 24, h hour of 12, m minute, s second, tt AM or PM.");
    }

    private static TimeResolution ResolutionOf(string format) =>
        format.AsSpan().ContainsAny('H', 'h', 't') || format.Length == 1 ? TimeResolution.Time
        : format.Contains('d', StringComparison.Ordinal) ? TimeResolution.Day
        : format.Contains('M', StringComparison.Ordinal) ? TimeResolution.Month
        : TimeResolution.Year;
}
