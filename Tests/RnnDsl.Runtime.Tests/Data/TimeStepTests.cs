using CsCheck;
using RnnDsl.Torch;
using Xunit;

namespace RnnDsl.Runtime.Tests.Data;

public sealed class TimeStepTests
{
    [Theory]
    [InlineData(1, 31, "2021-01-31", "2021-02-28 2021-03-31 2021-04-30 2021-05-31")]
    [InlineData(1, 31, "2020-01-31", "2020-02-29 2020-03-31")]
    [InlineData(1, 30, "2021-01-30", "2021-02-28 2021-03-30")]
    [InlineData(1, 1, "2019-11-01", "2019-12-01 2020-01-01")]
    [InlineData(3, 1, "2020-10-01", "2021-01-01 2021-04-01")]
    [InlineData(3, 31, "2020-12-31", "2021-03-31 2021-06-30 2021-09-30")]
    [InlineData(12, 31, "2023-02-28", "2024-02-29 2025-02-28")]
    [InlineData(12, 29, "2023-02-28", "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29")]
    [InlineData(12, 28, "2023-02-28", "2024-02-28 2025-02-28")]
    public void Monthly_steps_keep_the_day_or_use_the_last_day(int months, int day, string from, string next) =>
        Assert.Equal(next, Dates(TimeStep.EveryMonths(months, day), from, next.Split(' ').Length));

    [Theory]
    [InlineData(1, "2021-01-29", "2021-02-26 2021-03-31 2021-04-30 2021-05-31 2021-06-30 2021-07-30")]
    [InlineData(3, "2022-09-30", "2022-12-30 2023-03-31 2023-06-30 2023-09-29")]
    public void Last_business_day_of_a_month_is_not_a_weekend(int months, string from, string next) =>
        Assert.Equal(next, Dates(TimeStep.LastBusinessDay(months), from, next.Split(' ').Length));

    [Theory]
    [InlineData(DayOfWeek.Friday, 3, "2021-01-15", "2021-02-19 2021-03-19 2021-04-16")]
    [InlineData(DayOfWeek.Monday, 1, "2021-01-04", "2021-02-01 2021-03-01 2021-04-05")]
    [InlineData(DayOfWeek.Sunday, 4, "2021-01-24", "2021-02-28 2021-03-28 2021-04-25")]
    [InlineData(DayOfWeek.Friday, 5, "2021-01-29", "2021-02-26 2021-03-26 2021-04-30")]
    public void Weekday_steps_keep_the_week_of_the_month(DayOfWeek weekday, int week, string from, string next) =>
        Assert.Equal(next, Dates(TimeStep.Weekday(1, weekday, week), from, next.Split(' ').Length));

    [Theory]
    [InlineData("2021-01-07", "2021-01-08 2021-01-11 2021-01-12 2021-01-13 2021-01-14 2021-01-15 2021-01-18")]
    [InlineData("2021-01-09", "2021-01-11 2021-01-12")]
    [InlineData("2021-01-10", "2021-01-11 2021-01-12")]
    public void Business_day_steps_skip_weekends(string from, string next) =>
        Assert.Equal(next, Dates(TimeStep.BusinessDay, from, next.Split(' ').Length));

    [Fact]
    public void Several_steps_at_once_equal_single_steps()
    {
        var steps = Gen.OneOf(
            Gen.Const(TimeStep.BusinessDay),
            Gen.Select(Gen.Int[1, 24], Gen.Int[1, 31], TimeStep.EveryMonths),
            Gen.Int[1, 24].Select(TimeStep.LastBusinessDay),
            Gen.Select(Gen.Int[1, 24], Gen.Enum<DayOfWeek>(), Gen.Int[1, 5], TimeStep.Weekday),
            Gen.Int[1, 100_000].Select(static minutes => TimeStep.Every(TimeSpan.FromMinutes(minutes))));
        Gen.Select(steps, Gen.DateTime[new DateTime(1900, 1, 1), new DateTime(2100, 1, 1)], Gen.Int[0, 40]).Sample((step, start, count) =>
        {
            // From a point that the step leads to.
            var point = step.Next(start);
            var single = point;
            for (var i = 0; i < count; i++)
                single = step.Next(single);
            Assert.Equal(single, step.Next(point, count));
        }, iter: 2_000);
    }

    [Fact]
    public void Steps_have_value_equality_and_a_description()
    {
        Assert.Equal(TimeStep.EveryMonths(3), TimeStep.EveryMonths(3, 1));
        Assert.NotEqual(TimeStep.EveryMonths(3), TimeStep.EveryMonths(3, 31));
        Assert.Equal(
            ["1 hour", "15 minutes", "1 day", "2 weeks", "00:00:00.2500000", "1 month", "2 months, on the last day of the month", "1 quarter, on day 15 of the month", "1 year", "1 business day", "1 quarter, on the last business day of the month", "1 month, on the third Friday of the month"],
            new[]
            {
                TimeStep.Every(TimeSpan.FromHours(1)), TimeStep.Every(TimeSpan.FromMinutes(15)), TimeStep.Every(TimeSpan.FromDays(1)), TimeStep.Every(TimeSpan.FromDays(14)),
                TimeStep.Every(TimeSpan.FromMilliseconds(250)), TimeStep.EveryMonths(1), TimeStep.EveryMonths(2, 31), TimeStep.EveryMonths(3, 15), TimeStep.EveryMonths(12), TimeStep.BusinessDay, TimeStep.LastBusinessDay(3), TimeStep.Weekday(1, DayOfWeek.Friday, 3),
            }.Select(static step => step.ToString()));
    }

    [Fact]
    public void Invalid_step_is_an_error()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStep.Every(TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStep.EveryMonths(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStep.EveryMonths(1, 32));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStep.LastBusinessDay(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStep.Weekday(0, DayOfWeek.Monday, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStep.Weekday(1, (DayOfWeek)7, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStep.Weekday(1, DayOfWeek.Monday, 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => TimeStep.BusinessDay.Next(default, -1));
    }

    private static string Dates(TimeStep step, string from, int count) =>
        string.Join(' ', Enumerable.Range(1, count).Select(number => step.Next(DateTime.Parse(from, System.Globalization.CultureInfo.InvariantCulture), number).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
}
