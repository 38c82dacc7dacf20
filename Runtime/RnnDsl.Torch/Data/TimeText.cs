using System.Globalization;
using System.Text.RegularExpressions;

namespace RnnDsl.Data;

/// <summary>The order of day and month in a date such as 1/2/2021.</summary>
internal enum DayOrder
{
    /// <summary>Such dates are not parsed.</summary>
    Unknown,
    DayFirst,
    MonthFirst,
}

/// <summary>Parses points in time in the forms that files use.</summary>
internal static partial class TimeText
{
    private static readonly string[] DaysByName =
    [
        "d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy", "d-MMMM-yyyy", "d-MMM-yy", "MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy", "ddd, d MMM yyyy", "dddd, d MMMM yyyy", "dddd, MMMM d, yyyy",
    ];

    private static readonly string[] MonthsByName = ["MMM yyyy", "MMMM yyyy", "MMM-yyyy", "MMMM-yyyy"];

    /// <summary>Parses a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="order">The order in dates with slashes or dashes and the year last; with dots the day is first.</param>
    /// <param name="digits">Whether 2018, 201802, 20180201 and years of two digits are dates too, for columns whose name is one for times.</param>
    /// <returns>The point; <c>null</c> if the text is not a point in time.</returns>
    public static TimePoint? Parse(string text, DayOrder order, bool digits)
    {
        var match = DateAndTime().Match(text);
        if (!match.Success || ParseDate(match.Groups["date"].Value.Trim(), order, digits) is not var (date, resolution))
            return null;
        if (!match.Groups["hour"].Success)
            return new(date, null, resolution);
        if (resolution != TimeResolution.Day || ParseTime(match) is not { } time)
            return null;
        return Offset(match.Groups["zone"].Value) is var (known, offset) && known ? new(date + time, offset, TimeResolution.Time) : null;
    }

    /// <summary>The numbers of day and month of a date in which their order is ambiguous.</summary>
    public static (int First, int Second)? OpenOrder(string text, bool digits)
    {
        var match = YearLast().Match(DateAndTime().Match(text) is { Success: true } whole ? whole.Groups["date"].Value.Trim() : "");
        return match.Success && match.Groups["separator"].ValueSpan is not "." && (digits || match.Groups["year"].Length == 4)
            ? (Number(match, "first"), Number(match, "second"))
            : null;
    }

    /// <summary>The .NET format that parses a text in which the order of day and month is ambiguous.</summary>
    public static string FormatOf(string text, DayOrder order)
    {
        var match = DateAndTime().Match(text);
        var date = YearLast().Match(match.Groups["date"].Value.Trim());
        var (separator, year) = (date.Groups["separator"].Value, date.Groups["year"].Length == 4 ? "yyyy" : "yy");
        var format = order == DayOrder.DayFirst ? $"d{separator}M{separator}{year}" : $"M{separator}d{separator}{year}";
        if (!match.Groups["hour"].Success)
            return format;
        return $"{format} {(match.Groups["half"].Success ? "h" : "H")}:mm{(match.Groups["second"].Success ? ":ss" : "")}{(match.Groups["half"].Success ? " tt" : "")}";
    }

    /// <summary>Whether a text is a time of day without a date.</summary>
    public static bool IsTimeOfDay(string text) => TimeOfDay().IsMatch(text);

    private static (DateTime Date, TimeResolution Resolution)? ParseDate(string text, DayOrder order, bool digits)
    {
        if (YearFirst().Match(text) is { Success: true } ordered)
            return Day(Number(ordered, "year"), Number(ordered, "month"), Number(ordered, "day"));
        if (YearLast().Match(text) is { Success: true } last)
        {
            var year = Number(last, "year");
            if (last.Groups["year"].Length == 2)
                year = digits ? CultureInfo.InvariantCulture.Calendar.ToFourDigitYear(year) : 0;
            var (first, second) = (Number(last, "first"), Number(last, "second"));
            return last.Groups["separator"].ValueSpan is "." || order == DayOrder.DayFirst ? Day(year, second, first)
                : order == DayOrder.MonthFirst ? Day(year, first, second)
                : null;
        }
        if (YearAndMonth().Match(text) is { Success: true } month)
            return Day(Number(month, "year"), Number(month, "month"), 1) is var (date, _) ? (date, TimeResolution.Month) : null;
        if (YearAndQuarter().Match(text) is { Success: true } quarter)
            return Day(Number(quarter, "year"), (3 * Number(quarter, "quarter")) - 2, 1) is var (date, _) ? (date, TimeResolution.Quarter) : null;
        if (DateTime.TryParseExact(text, DaysByName, CultureInfo.InvariantCulture, DateTimeStyles.None, out var named))
            return (named, TimeResolution.Day);
        if (DateTime.TryParseExact(text, MonthsByName, CultureInfo.InvariantCulture, DateTimeStyles.None, out named))
            return (named, TimeResolution.Month);
        return digits ? ParseDigits(text) : null;
    }

    private static (DateTime Date, TimeResolution Resolution)? ParseDigits(string text)
    {
        // Years outside of the usual range of row counts or epoch seconds.
        if (!Digits().IsMatch(text) || int.Parse(text.AsSpan(0, 4), CultureInfo.InvariantCulture) is not (>= 1500 and <= 2500 and var year))
            return null;
        var (month, day) = (text.Length > 4 ? int.Parse(text.AsSpan(4, 2), CultureInfo.InvariantCulture) : 1, text.Length > 6 ? int.Parse(text.AsSpan(6, 2), CultureInfo.InvariantCulture) : 1);
        var resolution = text.Length switch { 4 => TimeResolution.Year, 6 => TimeResolution.Month, _ => TimeResolution.Day };
        return Day(year, month, day) is var (date, _) ? (date, resolution) : null;
    }

    private static (DateTime Date, TimeResolution Resolution)? Day(int year, int month, int day) =>
        year >= 1 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month) ? (new DateTime(year, month, day), TimeResolution.Day) : null;

    private static TimeSpan? ParseTime(Match match)
    {
        var (hour, minute, second) = (Number(match, "hour"), Number(match, "minute"), match.Groups["second"].Success ? Number(match, "second") : 0);
        if (match.Groups["half"].Success)
        {
            if (hour is < 1 or > 12)
                return null;
            hour = (hour % 12) + (match.Groups["half"].ValueSpan[0] is 'p' or 'P' ? 12 : 0);
        }

        // 24:00 is the end of the day (ISO 8601).
        if (minute > 59 || second > 59 || hour > 24 || (hour == 24 && (minute > 0 || second > 0)))
            return null;
        var fraction = match.Groups["fraction"].Value;
        var ticks = fraction.Length == 0 ? 0 : long.Parse(fraction.PadRight(9, '0'), CultureInfo.InvariantCulture) / 100;
        return new TimeSpan(hour, minute, second) + TimeSpan.FromTicks(ticks);
    }

    private static (bool Known, TimeSpan? Offset) Offset(string zone)
    {
        if (zone.Length == 0)
            return (true, null);
        if (zone[0] is not ('+' or '-'))
            return (true, TimeSpan.Zero);
        var numbers = zone.Where(char.IsAsciiDigit).Select(static digit => digit - '0').ToArray();
        var minutes = (60 * ((10 * numbers[0]) + numbers[1])) + (numbers.Length == 4 ? (10 * numbers[2]) + numbers[3] : 0);
        return (minutes <= 14 * 60, TimeSpan.FromMinutes(zone[0] == '-' ? -minutes : minutes));
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<date>.+?)(?:(?:T|\s+)(?<hour>[0-9]{1,2}):(?<minute>[0-9]{2})(?::(?<second>[0-9]{2})(?:[.,](?<fraction>[0-9]{1,9}))?)?(?:\s*(?<half>[AaPp][Mm]))?(?:\s*(?<zone>Z|UTC|GMT|[+-][0-9]{2}(?::?[0-9]{2})?))?)?$")]
    private static partial Regex DateAndTime();

    [GeneratedRegex(@"^(?<year>[0-9]{4})(?<separator>[-/.])(?<month>[0-9]{1,2})\k<separator>(?<day>[0-9]{1,2})$")]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<first>[0-9]{1,2})(?<separator>[-/.])(?<second>[0-9]{1,2})\k<separator>(?<year>[0-9]{4}|[0-9]{2})$")]
    private static partial Regex YearLast();

    [GeneratedRegex(@"^(?<year>[0-9]{4})[-/](?<month>[0-9]{1,2})$")]
    private static partial Regex YearAndMonth();

    [GeneratedRegex(@"^(?:(?<year>[0-9]{4})[- ]?[Qq](?<quarter>[1-4])|[Qq](?<quarter>[1-4])[- ]?(?<year>[0-9]{4}))$")]
    private static partial Regex YearAndQuarter();

    [GeneratedRegex(@"^(?:[0-9]{4}|[0-9]{6}|[0-9]{8})$")]
    private static partial Regex Digits();

    [GeneratedRegex(@"^[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?\s*(?:[AaPp][Mm])?$")]
    private static partial Regex TimeOfDay();
}
