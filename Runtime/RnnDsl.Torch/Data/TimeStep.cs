using System.Globalization;

namespace RnnDsl.Data;

/// <summary>The step between successive rows of a series: a duration, or a calendar step of varying length.</summary>
/// <remarks>
/// <list type="table">
/// <item><term><see cref="Every"/></term><description>a fixed duration: minutes, hours, days, weeks</description></item>
/// <item><term><see cref="BusinessDay"/></term><description>Monday to Friday, without holidays</description></item>
/// <item><term><see cref="EveryMonths"/></term><description>months (1), quarters (3) or years (12), on one day of the month or on its last</description></item>
/// <item><term><see cref="LastBusinessDay"/></term><description>the same, on the last day of the month that is Monday to Friday</description></item>
/// <item><term><see cref="Weekday"/></term><description>the same, on one weekday of the month, such as its third Friday</description></item>
/// </list>
/// </remarks>
public abstract record TimeStep
{
    private const int LastDay = 31;
    private const int LastWeek = 5;
    private const int DaysOfWeek = 7;

    private TimeStep()
    {
    }

    /// <summary>The step from one day of Monday to Friday to the next.</summary>
    public static TimeStep BusinessDay { get; } = new BusinessDays();

    /// <summary>A fixed duration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The duration is not positive.</exception>
    public static TimeStep Every(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        return new Duration(duration);
    }

    /// <summary>Calendar months.</summary>
    /// <param name="months">1 for months, 3 for quarters, 12 for years.</param>
    /// <param name="day">The day of the month, from 1 to 31; shorter months use their last day, so 31 is the end of every month.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of months or the day is out of range.</exception>
    public static TimeStep EveryMonths(int months, int day = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(months);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(day);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day, LastDay);
        return new Months(months, day);
    }

    /// <summary>Calendar months, on the last day of each that is Monday to Friday.</summary>
    /// <param name="months">1 for months, 3 for quarters, 12 for years.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of months is out of range.</exception>
    public static TimeStep LastBusinessDay(int months)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(months);
        return new BusinessMonthEnds(months);
    }

    /// <summary>Calendar months, on one weekday of each, such as the third Friday.</summary>
    /// <param name="months">1 for months, 3 for quarters, 12 for years.</param>
    /// <param name="weekday">The day of the week.</param>
    /// <param name="week">The occurrence of the weekday in the month, from 1 to 4; 5 for the last one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of months, the day or the week is out of range.</exception>
    public static TimeStep Weekday(int months, DayOfWeek weekday, int week)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(months);
        ArgumentOutOfRangeException.ThrowIfNegative((int)weekday, nameof(weekday));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)weekday, (int)DayOfWeek.Saturday, nameof(weekday));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(week);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(week, LastWeek);
        return new Weekdays(months, weekday, week);
    }

    /// <summary>The point a number of steps after another. The time of day is kept, except with a fixed duration.</summary>
    /// <param name="point">A point on the step's grid: a day from Monday to Friday, the day of the month.</param>
    /// <param name="count">The number of steps, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative, or the result is beyond the calendar.</exception>
    public DateTime Next(DateTime point, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Add(point, count);
    }

    private protected abstract DateTime Add(DateTime point, int count);

    /// <summary>A fixed duration.</summary>
    internal sealed record Duration(TimeSpan Length) : TimeStep
    {
        private static readonly (TimeSpan Length, string Name)[] Units =
        [
            (TimeSpan.FromDays(7), "week"), (TimeSpan.FromDays(1), "day"), (TimeSpan.FromHours(1), "hour"), (TimeSpan.FromMinutes(1), "minute"), (TimeSpan.FromSeconds(1), "second"),
        ];

        /// <inheritdoc/>
        public override string ToString()
        {
            foreach (var (length, name) in Units)
            {
                if (Length.Ticks % length.Ticks == 0)
                    return Counted((int)(Length.Ticks / length.Ticks), name);
            }
            return Length.ToString("c", CultureInfo.InvariantCulture);
        }

        private protected override DateTime Add(DateTime point, int count) => point.AddTicks(count * Length.Ticks);
    }

    private sealed record BusinessDays : TimeStep
    {
        /// <inheritdoc/>
        public override string ToString() => "1 business day";

        private protected override DateTime Add(DateTime point, int count)
        {
            // Monday is 0. A weekend day counts as the Friday before it.
            var weekday = ((int)point.DayOfWeek + 6) % 7;
            var friday = Math.Max(0, weekday - 4);
            weekday -= friday;
            return point.AddDays(count - (count > 0 ? friday : 0) + (2 * ((weekday + count) / 5)));
        }
    }

    private sealed record Months(int Count, int Day) : TimeStep
    {
        /// <inheritdoc/>
        public override string ToString() => CountedMonths(Count) + (Day == LastDay ? ", on the last day of the month" : Day == 1 ? "" : $", on day {Day.Invariant()} of the month");

        private protected override DateTime Add(DateTime point, int count)
        {
            var month = FirstOf(point, count * Count);
            return month.AddDays(Math.Min(Day, DateTime.DaysInMonth(month.Year, month.Month)) - 1) + point.TimeOfDay;
        }
    }

    private sealed record BusinessMonthEnds(int Count) : TimeStep
    {
        /// <inheritdoc/>
        public override string ToString() => CountedMonths(Count) + ", on the last business day of the month";

        private protected override DateTime Add(DateTime point, int count)
        {
            var month = FirstOf(point, count * Count);
            var last = month.AddDays(DateTime.DaysInMonth(month.Year, month.Month) - 1);
            return last.AddDays(last.DayOfWeek switch { DayOfWeek.Saturday => -1, DayOfWeek.Sunday => -2, _ => 0 }) + point.TimeOfDay;
        }
    }

    private sealed record Weekdays(int Count, DayOfWeek Day, int Week) : TimeStep
    {
        private static readonly string[] Ordinals = ["first", "second", "third", "fourth", "last"];

        /// <inheritdoc/>
        public override string ToString() => $"{CountedMonths(Count)}, on the {Ordinals[Week - 1]} {Day} of the month";

        private protected override DateTime Add(DateTime point, int count)
        {
            var month = FirstOf(point, count * Count);
            var day = (((int)Day - (int)month.DayOfWeek + DaysOfWeek) % DaysOfWeek) + (DaysOfWeek * (Week - 1));
            return month.AddDays(day < DateTime.DaysInMonth(month.Year, month.Month) ? day : day - DaysOfWeek) + point.TimeOfDay;
        }
    }

    /// <summary>The first day of a later month: counting from there, a short month in between does not shorten later ones.</summary>
    private static DateTime FirstOf(DateTime point, int months) => new DateTime(point.Year, point.Month, 1, 0, 0, 0, point.Kind).AddMonths(months);

    private static string CountedMonths(int count) => count % 12 == 0 ? Counted(count / 12, "year") : count % 3 == 0 ? Counted(count / 3, "quarter") : Counted(count, "month");

    private static string Counted(int count, string unit) => count == 1 ? $"1 {unit}" : $"{count.Invariant()} {unit}s";
}
