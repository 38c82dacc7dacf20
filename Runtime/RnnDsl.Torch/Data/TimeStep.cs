using System.Globalization;

namespace RnnDsl.Torch;

/// <summary>The step from one row of a series to the next: a duration, or a step of the calendar, whose length varies.</summary>
/// <remarks>
/// <list type="table">
/// <item><term><see cref="Every"/></term><description>a fixed duration: minutes, hours, days, weeks</description></item>
/// <item><term><see cref="BusinessDay"/></term><description>Monday to Friday; a holiday is a day like any other</description></item>
/// <item><term><see cref="EveryMonths"/></term><description>months (1), quarters (3) or years (12), on one day of the month or on its last</description></item>
/// </list>
/// </remarks>
public abstract record TimeStep
{
    private const int LastDay = 31;

    private TimeStep()
    {
    }

    /// <summary>From one day to the next of Monday to Friday.</summary>
    public static TimeStep BusinessDay { get; } = new BusinessDays();

    /// <summary>A fixed duration.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0.</exception>
    public static TimeStep Every(TimeSpan duration)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        return new Duration(duration);
    }

    /// <summary>Months of the calendar.</summary>
    /// <param name="months">1 for months, 3 for quarters, 12 for years.</param>
    /// <param name="day">The day of the month, from 1 to 31; a month that is shorter has its last day instead, so that 31 is the end of every month.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such number of months or no such day.</exception>
    public static TimeStep EveryMonths(int months, int day = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(months);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(day);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day, LastDay);
        return new Months(months, day);
    }

    /// <summary>The point that is so many steps after another. The time of day stays, but with a fixed duration.</summary>
    /// <param name="point">A point that the step leads to itself: a day from Monday to Friday, the day of the month.</param>
    /// <param name="count">How many steps, from 0 on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is below 0, or the calendar ends before.</exception>
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
            // Monday is 0. From a day of a weekend one goes on as from the Friday before.
            var weekday = ((int)point.DayOfWeek + 6) % 7;
            var friday = Math.Max(0, weekday - 4);
            weekday -= friday;
            return point.AddDays(count - (count > 0 ? friday : 0) + (2 * ((weekday + count) / 5)));
        }
    }

    private sealed record Months(int Count, int Day) : TimeStep
    {
        /// <inheritdoc/>
        public override string ToString() => (Count % 12 == 0 ? Counted(Count / 12, "year") : Count % 3 == 0 ? Counted(Count / 3, "quarter") : Counted(Count, "month"))
            + (Day == LastDay ? ", on the last day of the month" : Day == 1 ? "" : $", on day {Day.Invariant()} of the month");

        private protected override DateTime Add(DateTime point, int count)
        {
            // From the first of the month, so that a short month between does not shorten the ones after it.
            var month = new DateTime(point.Year, point.Month, 1, 0, 0, 0, point.Kind).AddMonths(count * Count);
            return month.AddDays(Math.Min(Day, DateTime.DaysInMonth(month.Year, month.Month)) - 1) + point.TimeOfDay;
        }
    }

    private static string Counted(int count, string unit) => count == 1 ? $"1 {unit}" : $"{count.Invariant()} {unit}s";
}
